import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { meterPart, PeakHold } from '../preview/peak-hold.ts'
import type { SoundLevels } from '../preview/preview-message.ts'
import './meter.css'

/** Levels come ten times a second; without any for so long there is no sound to show. */
const silentMs = 400

/** The sound of a feed: two bars with a mark at the highest peak of late. It is moved by `useMeter`, not by rendering. */
export function Meter({
  meter,
  large = false,
}: {
  readonly meter: RefObject<HTMLDivElement | null>
  readonly large?: boolean
}) {
  return (
    <div ref={meter} className="meter" data-large={large} data-sound="none" role="img" aria-label="Sound level">
      <span className="meter-bar" data-channel="left" />
      <span className="meter-bar" data-channel="right" />
      <output className="meter-lufs" aria-live="off" />
    </div>
  )
}

/** The element to give to a `Meter`, and what moves it: ten readings a second must not render anything. */
export function useMeter(): { meter: RefObject<HTMLDivElement | null>; onLevels: (levels: SoundLevels) => void } {
  const meter = useRef<HTMLDivElement>(null)
  const channels = useRef({ left: new PeakHold(), right: new PeakHold() })
  const ends = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(ends.current), [])
  const onLevels = useCallback((levels: SoundLevels) => {
    const element = meter.current
    if (element === null) return
    const now = performance.now()
    element.dataset.sound = 'some'
    clearTimeout(ends.current)
    ends.current = setTimeout(() => {
      element.dataset.sound = 'none'
    }, silentMs)
    for (const channel of ['left', 'right'] as const) {
      const { level, held } = channels.current[channel].add(levels[channel], now)
      element.style.setProperty(`--${channel}`, `${meterPart(level) * 100}%`)
      element.style.setProperty(`--${channel}-held`, `${meterPart(held) * 100}%`)
    }
    const words = element.querySelector('output')
    if (words !== null) words.textContent = levels.lufs === null ? '–' : levels.lufs.toFixed(0)
  }, [])
  return { meter, onLevels }
}
