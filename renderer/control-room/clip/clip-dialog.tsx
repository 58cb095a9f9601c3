import { useEffect, useState } from 'react'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention, Button, Dialog } from '../../ui/index.ts'
import { type ClipWish, useDesk } from '../desk-store.ts'
import { refusalWords } from '../link/refusal.ts'
import { fetchPicture, studio } from '../studio.ts'
import { clipName, clipRange } from './clip-range.ts'
import './clip-dialog.css'

/** Cutting a clip and fetching it may take so long. */
const clipMsMax = 20_000

type Clip =
  | { readonly state: 'cutting' }
  | {
      readonly state: 'there'
      readonly src: string
      readonly from: number
      readonly to: number
      readonly bytes: number
    }
  | { readonly state: 'refused'; readonly text: string }

/** Some seconds of a feed, looked at again: cut as they were encoded, looped, and kept by whoever wants. */
export function ClipDialog({
  table,
  clockOffsetMs,
}: {
  readonly table: TableSnapshot
  readonly clockOffsetMs: number
}) {
  const { clip, setClip } = useDesk()
  const name = table.sources.find(({ id }) => id === clip?.feed)?.name ?? clip?.feed ?? ''
  return (
    <Dialog open={clip !== null} onOpenChange={() => setClip(null)} title={name} size="wide">
      {clip !== null && <ClipView wish={clip} clockOffsetMs={clockOffsetMs} />}
    </Dialog>
  )
}

function ClipView({ wish, clockOffsetMs }: { readonly wish: ClipWish; readonly clockOffsetMs: number }) {
  const [attempt, setAttempt] = useState(0)
  const clip = useClip(wish, clockOffsetMs, attempt)
  return (
    <div className="clip" data-testid="clip" data-state={clip.state}>
      <div className="clip-picture">
        {clip.state === 'cutting' && <p role="status">Cutting the clip.</p>}
        {clip.state === 'refused' && (
          <div role="alert">
            <Attention level="attention">{clip.text}</Attention>
          </div>
        )}
        {clip.state === 'there' && <video src={clip.src} controls autoPlay loop muted data-testid="clip-video" />}
      </div>
      <footer className="clip-foot">
        <span>
          {clip.state === 'there' &&
            `${clockWords(clip.from)} – ${clockWords(clip.to)} UTC · ${(clip.bytes / 1e6).toFixed(1)} MB`}
        </span>
        {clip.state === 'refused' && <Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>}
        {clip.state === 'there' && (
          <a
            className="ui-button ui-button-plain"
            href={clip.src}
            download={clipName(wish.feed, clip.from)}
            data-testid="clip-download"
          >
            Download
          </a>
        )}
      </footer>
    </div>
  )
}

function clockWords(at: number): string {
  return new Date(at).toISOString().slice(11, 21)
}

/** Asks for the clip once, and fetches it from behind the secret. */
function useClip(wish: ClipWish, clockOffsetMs: number, attempt: number): Clip {
  const operator = useDesk((desk) => desk.operator)
  const [clip, setClip] = useState<Clip>({ state: 'cutting' })
  // The moment is that of the press, whatever the clock is found to be meanwhile.
  const [range] = useState(() => clipRange(wish.to, Date.now() + clockOffsetMs))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again for the same seconds.
  useEffect(() => {
    setClip({ state: 'cutting' })
    const gone = new AbortController()
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(clipMsMax)])
    let src: string | undefined
    const cut = async () => {
      const { url, ...made } = await studio().picture.clip({ feed: wish.feed, ...range, operator }, { signal })
      const fetched = await fetchPicture(url, signal)
      src = fetched
      if (gone.signal.aborted) URL.revokeObjectURL(fetched)
      else setClip({ state: 'there', src: fetched, ...made })
    }
    cut().catch((error: unknown) => {
      if (!gone.signal.aborted) setClip({ state: 'refused', text: refusalWords(error) })
    })
    return () => {
      gone.abort()
      if (src !== undefined) URL.revokeObjectURL(src)
    }
  }, [wish.feed, range, operator, attempt])
  return clip
}
