import type { ClockEstimate } from '../../../backend/contract/index.ts'
import type { TableSnapshot } from '../api/index.ts'

/** Clocks that differ by more give events times that cannot be compared: a person sets them right. */
const offsetMsMax = 50

/** How the studio's clock stands to the backend's, as windows see it. Pure. */
export function clockView({ offsetMs, roundTripMs }: ClockEstimate): NonNullable<TableSnapshot['clock']> {
  const off = Math.abs(offsetMs)
  const within = roundTripMs / 2
  const words = `${Math.round(off)} ms ${offsetMs > 0 ? 'behind' : 'ahead of'} the backend’s`
  const told = { offsetMs, roundTripMs }
  if (off - within > offsetMsMax) {
    const text = `This studio’s clock is ${words}. Set both by the same time server: the times of events do not fit together.`
    return { ...told, attention: { level: 'alarm', text } }
  }
  if (off > offsetMsMax) {
    const text = `This studio’s clock may be ${words}; the line is too slow to say it better than to ${Math.round(within)} ms.`
    return { ...told, attention: { level: 'attention', text } }
  }
  return {
    ...told,
    attention: { level: 'ok', text: `This studio’s clock is ${words}, to within ${Math.ceil(within)} ms.` },
  }
}
