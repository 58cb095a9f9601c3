import { useEffect, useRef } from 'react'
import { StaleVeil } from '../../ui/index.ts'
import { Picture } from '../gateway/index.ts'
import { usePlayer, usePlayerState } from './context.ts'

/** The table's picture, and the truth about it: joining, none, live, or old under a veil. */
export function PictureView() {
  const player = usePlayer()
  const video = useRef<HTMLVideoElement>(null)
  const state = usePlayerState((now) => now.picture)
  const sound = usePlayerState((now) => now.pictureWish.sound)

  useEffect(() => {
    if (video.current === null) return
    const { store, connection } = player
    const picture = new Picture(
      {
        video: video.current,
        ask: (ask) => connection.picture(ask),
        onState: (next) => store.getState().applyPicture(next),
      },
      store.getState().pictureWish,
    )
    const leave = store.subscribe((now, before) => {
      const cameOnline = now.connection.state === 'online' && before.connection.state !== 'online'
      if (now.pictureWish !== before.pictureWish) picture.wish = now.pictureWish
      if (cameOnline || now.pictureInstance !== before.pictureInstance) picture.rejoin()
    })
    return () => {
      leave()
      void picture[Symbol.asyncDispose]()
    }
  }, [player])

  const frames = 'frames' in state ? state.frames : 0
  return (
    <div className="picture" data-picture={state.state}>
      <video
        ref={video}
        data-testid="video"
        data-frames={frames}
        aria-label="Live picture of the roulette wheel"
        muted={!sound}
        autoPlay
        playsInline
        disablePictureInPicture
      />
      {state.state === 'connecting' && <p className="picture-word">Joining the picture…</p>}
      {state.state === 'none' && (
        <p className="picture-word">The table sends no picture just now. It appears here as soon as it does.</p>
      )}
      {state.state === 'stale' && (
        <StaleVeil word="This picture is not live. It is being joined again." since={state.sinceMs} />
      )}
    </div>
  )
}
