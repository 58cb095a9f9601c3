import { type RefObject, useEffect, useRef, useState } from 'react'
import type { FeedState } from './freshness.ts'
import { previewHub } from './preview-hub.ts'
import type { SoundLevels } from './preview-message.ts'

export const canDecode = 'VideoDecoder' in window

/**
 * Shows a feed in `frame`, for as long as that is on the screen. It renders again only when the picture begins, stops or
 * fails; the count of pictures is written to the element itself (`data-frames`), and levels go to `onLevels`.
 */
export function useFeed(
  frame: RefObject<HTMLElement | null>,
  feed: string,
  { full = false, onLevels }: { readonly full?: boolean; readonly onLevels?: (levels: SoundLevels) => void } = {},
): FeedState {
  const [state, setState] = useState<FeedState>({ state: 'waiting' })
  const levels = useRef(onLevels)
  levels.current = onLevels

  useEffect(() => {
    const element = frame.current
    if (element === null || !canDecode) return
    // A canvas can be handed to a worker once, so each feed brings its own.
    const canvas = document.createElement('canvas')
    element.append(canvas)
    setState({ state: 'waiting' })
    const id = previewHub.open(canvas.transferControlToOffscreen(), feed, full, {
      state: (next, frames) => {
        element.dataset.frames = String(frames)
        setState((last) => (isSame(last, next) ? last : next))
      },
      levels: (read) => levels.current?.(read),
    })
    const sizes = new ResizeObserver(([entry]) => {
      const width = entry?.devicePixelContentBoxSize?.[0]?.inlineSize
      previewHub.lay(id, { width: width ?? element.clientWidth * devicePixelRatio })
    })
    const sight = new IntersectionObserver(([entry]) => {
      previewHub.lay(id, { visible: entry?.isIntersecting === true })
    })
    sizes.observe(element, { box: 'device-pixel-content-box' })
    sight.observe(element)
    return () => {
      sizes.disconnect()
      sight.disconnect()
      previewHub.close(id)
      canvas.remove()
    }
  }, [frame, feed, full])

  return state
}

function isSame(one: FeedState, other: FeedState): boolean {
  return one.state === other.state && ('since' in one ? one.since : 0) === ('since' in other ? other.since : 0)
}
