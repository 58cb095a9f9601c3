import { Button } from '../../../ui/index.ts'
import type { Looking } from './use-look.ts'

/** What stands in the place of a picture that is not there yet, or does not come. */
export function LookCover({
  looking,
  name,
  retry,
}: {
  readonly looking: Looking
  readonly name: string
  readonly retry: () => void
}) {
  return (
    <div className="stage stage-empty" data-testid="stage-empty">
      {looking.refused === null ? (
        <p role="status">Fetching a picture of {name}.</p>
      ) : (
        <>
          <p role="alert">{looking.refused}</p>
          <Button onClick={retry}>Try again</Button>
        </>
      )}
    </div>
  )
}
