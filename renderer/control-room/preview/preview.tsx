import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { StaleVeil, useNow } from '../../ui/index.ts'
import type { PreviewCommand, PreviewStatus } from './preview-worker.ts'
import './preview.css'

/** A picture older than this is no longer shown as live. */
const pictureAgeMsMax = 1_500

type Source = TableSnapshot['source']

/**
 * The camera's picture, decoded and drawn in a worker. It carries a veil with its age as soon as the source, the studio or
 * its own clock says that it is old.
 */
export function Preview({
  url,
  source,
  onAir,
  viewAt,
}: {
  readonly url: string | null
  readonly source: Source
  readonly onAir: boolean
  readonly viewAt: number
}) {
  const frame = useRef<HTMLDivElement>(null)
  const status = usePreview(frame, url)
  const supported = 'VideoDecoder' in window
  return (
    <figure
      className="preview"
      aria-label={`Source preview: ${source.name}`}
      data-testid="preview"
      data-frames={status?.frames ?? 0}
      data-source={source.state}
    >
      <div ref={frame} className="preview-frame" />
      {supported ? (
        <Cover url={url} source={source} status={status} viewAt={viewAt} />
      ) : (
        <Words>
          This browser cannot decode the picture. Open the control room in Chromium 94 or newer, or in the Tablecast
          application.
        </Words>
      )}
      <figcaption className="preview-caption">
        <span className="preview-tally" data-on-air={onAir}>
          {onAir ? 'PGM' : 'PVW'}
        </span>
        <span>{source.name}</span>
        <span className="preview-numbers">
          {source.width} × {source.height} · {source.fps.toFixed(0)} fps
        </span>
      </figcaption>
    </figure>
  )
}

function Cover({
  url,
  source,
  status,
  viewAt,
}: {
  readonly url: string | null
  readonly source: Source
  readonly status: PreviewStatus | undefined
  readonly viewAt: number
}) {
  const now = useNow(500)
  const staleSince = useSince(source.state === 'stale' || source.state === 'lost')
  if (status === undefined || status.drawnAt === null) {
    return <Words>{emptyWords(url, source, status)}</Words>
  }
  if (staleSince !== null) {
    const bySource = source.frameAgeMs === null ? staleSince : viewAt - source.frameAgeMs
    return <StaleVeil word={source.attention.text} since={Math.min(staleSince, bySource)} />
  }
  if (now - status.drawnAt > pictureAgeMsMax) {
    return (
      <StaleVeil
        word={url === null ? 'The media process is away.' : 'The preview has stopped.'}
        since={status.drawnAt}
      />
    )
  }
  return null
}

function emptyWords(url: string | null, source: Source, status: PreviewStatus | undefined): string {
  if (url === null) return 'The media process is away. It comes back by itself.'
  if (status?.state === 'failed') return 'The picture cannot be decoded here. Joining it again.'
  if (source.state === 'lost' || source.state === 'stale') return source.attention.text
  return source.state === 'connecting' ? `Connecting to ${source.name}.` : 'Waiting for the first picture.'
}

function Words({ children }: { readonly children: ReactNode }) {
  return <p className="preview-words">{children}</p>
}

/** Since when `is` holds, by the local clock in ms; null while it does not. */
function useSince(is: boolean): number | null {
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince(is ? Date.now() : null), [is])
  return since
}

function usePreview(frame: React.RefObject<HTMLDivElement | null>, url: string | null): PreviewStatus | undefined {
  const worker = useRef<Worker>(null)
  const [status, setStatus] = useState<PreviewStatus>()

  useEffect(() => {
    if (frame.current === null || !('VideoDecoder' in window)) return
    // A canvas can be handed to a worker once, so each worker brings its own.
    const canvas = document.createElement('canvas')
    frame.current.replaceChildren(canvas)
    const offscreen = canvas.transferControlToOffscreen()
    const made = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' })
    made.addEventListener('message', (event: MessageEvent<PreviewStatus>) => setStatus(event.data))
    made.postMessage({ type: 'canvas', canvas: offscreen } satisfies PreviewCommand, [offscreen])
    worker.current = made
    return () => {
      made.terminate()
      canvas.remove()
      worker.current = null
    }
  }, [frame])

  useEffect(() => {
    worker.current?.postMessage({ type: 'address', url } satisfies PreviewCommand)
  }, [url])

  return status
}
