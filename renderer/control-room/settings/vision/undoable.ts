/** A value that a hand changes step by step, and what it was before. */
export interface Undoable<Value> {
  readonly now: Value
  readonly past: readonly Value[]
  /** Names the gesture that made `now`; null when that was whole in itself. */
  readonly gesture: string | null
}

/** Steps that can be taken back. */
const stepsMax = 100

export function undoable<Value>(now: Value): Undoable<Value> {
  return { now, past: [], gesture: null }
}

/** @param gesture a drag, or a row of nudges: all its changes are taken back at once */
export function changed<Value>(before: Undoable<Value>, now: Value, gesture: string | null = null): Undoable<Value> {
  const goesOn = gesture !== null && gesture === before.gesture
  return { now, gesture, past: goesOn ? before.past : [...before.past, before.now].slice(-stepsMax) }
}

export function undone<Value>({ now, past }: Undoable<Value>): Undoable<Value> {
  return { now: past.at(-1) ?? now, past: past.slice(0, -1), gesture: null }
}
