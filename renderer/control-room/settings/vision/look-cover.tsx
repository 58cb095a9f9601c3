import type { Looking } from './use-look.ts'

/** What stands in the place of a picture that is not there yet: it is asked for again by itself. */
export function LookCover({ looking, name }: { readonly looking: Looking; readonly name: string }) {
  return (
    <div className="stage stage-empty" data-testid="stage-empty">
      <p role="status">{looking.refused ?? `Fetching a picture of ${name}.`}</p>
      {looking.refused !== null && <p>It is tried again by itself.</p>}
    </div>
  )
}
