import { useEffect, useRef, useState } from 'react'
import type { StudioRecord } from '../../../electron/studio/api/index.ts'
import { useDesk } from '../desk-store.ts'
import './evidence.css'
import { usePicture } from './use-picture.ts'

/** What the camera showed for a record, small; pressed, it is there at full size. Fetched when it first comes into sight. */
export function Thumbnail({ record }: { readonly record: StudioRecord }) {
  const setEvidence = useDesk((desk) => desk.setEvidence)
  const frame = useRef<HTMLButtonElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (frame.current === null) return
    const sight = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setSeen(true)
    })
    sight.observe(frame.current)
    return () => sight.disconnect()
  }, [])
  const src = usePicture(seen ? record.pictureUrl : undefined)
  return (
    <button
      ref={frame}
      type="button"
      className="thumbnail"
      data-testid="thumbnail"
      aria-label={`The picture of: ${record.text}`}
      title={src === null ? 'The picture is no longer there' : 'Look at the picture'}
      onClick={() => setEvidence(record)}
    >
      {src != null && <img src={src} alt="" />}
    </button>
  )
}
