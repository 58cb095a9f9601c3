import { type ReactNode, useEffect, useRef } from 'react'
import './countdown-ring.css'

/**
 * The time until bets close, as a ring that empties and whole seconds in it. `closesAt` is the server's clock in ms;
 * `clockOffsetMs` is what must be added to the local clock to read the server's. It drives its own two elements: the
 * tree around it does not render again while it runs. Without `closesAt` it rests, and shows its children.
 */
export function CountdownRing({
  closesAt,
  windowMs,
  clockOffsetMs,
  urgent = false,
  children,
}: {
  readonly closesAt: number | undefined
  readonly windowMs: number
  readonly clockOffsetMs: number
  /** The last seconds: the ring takes the colour of attention. */
  readonly urgent?: boolean
  readonly children?: ReactNode
}) {
  const arc = useRef<SVGCircleElement>(null)
  const seconds = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    if (closesAt === undefined || arc.current === null) return
    const leftMs = () => Math.max(0, closesAt - Date.now() - clockOffsetMs)
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const from = leftMs()
    const offsetOf = (ms: number) => String(1 - Math.min(1, ms / Math.max(1, windowMs)))
    const sweep = still
      ? undefined
      : arc.current.animate({ strokeDashoffset: [offsetOf(from), '1'] }, { duration: from, fill: 'forwards' })
    let timer: ReturnType<typeof setTimeout>
    const show = () => {
      const ms = leftMs()
      const whole = Math.ceil(ms / 1000)
      if (seconds.current !== null) seconds.current.textContent = String(whole)
      if (still && arc.current !== null) arc.current.style.strokeDashoffset = offsetOf(whole * 1000)
      // A moment behind the turn of the second, so that a timer that fires early does not show it twice.
      if (ms > 0) timer = setTimeout(show, ms - (whole - 1) * 1000 + 5)
    }
    show()
    return () => {
      clearTimeout(timer)
      sweep?.cancel()
    }
  }, [closesAt, windowMs, clockOffsetMs])

  return (
    <div
      className="ui-ring"
      data-urgent={urgent}
      role="timer"
      aria-label="Seconds until bets close"
      data-testid="countdown"
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className="ui-ring-track" cx="50" cy="50" r="46" />
        {closesAt !== undefined && <circle ref={arc} className="ui-ring-arc" cx="50" cy="50" r="46" pathLength="1" />}
      </svg>
      {closesAt === undefined ? (
        <span key="rest" className="ui-ring-rest">
          {children}
        </span>
      ) : (
        <span key="seconds" ref={seconds} className="ui-ring-seconds" />
      )}
    </div>
  )
}
