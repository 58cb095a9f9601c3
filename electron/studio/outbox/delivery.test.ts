import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TableEvent, tableIdSchema } from '../../../backend/contract/index.ts'
import { Store } from '../store/index.ts'
import { emptySession } from '../table/session/index.ts'
import { type BackendTable, Delivery } from './index.ts'

const tableId = tableIdSchema.parse('roulette-1')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tablecast-outbox-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A backend that keeps the contract: applies in order, each once; and that fails as often as it is told to. */
class ScriptedBackend implements BackendTable {
  readonly applied: TableEvent[] = []
  readonly #offset: number
  #heard: () => void = () => {}
  /** Asked before and after each delivery is applied: throws to fail there. */
  fails: (when: 'before' | 'after') => boolean = () => false

  /** @param offset what it had recorded before this studio's first event */
  constructor(offset = 0) {
    this.#offset = offset
  }

  async sequence(): Promise<number> {
    if (this.fails('before')) throw new Error('away')
    return this.#offset + this.applied.length
  }

  async deliver(events: TableEvent[]) {
    if (this.fails('before')) throw new Error('away')
    for (const event of events) {
      const expected = this.#offset + this.applied.length + 1
      if (event.sequence > expected) throw new Error('EVENT_OUT_OF_ORDER')
      if (event.sequence === expected) this.applied.push(event)
    }
    this.#heard()
    if (this.fails('after')) throw new Error('the answer was lost')
    return { acknowledged: this.#offset + this.applied.length, ignored: [] }
  }

  /** Until so many events are applied. */
  async has(count: number): Promise<void> {
    while (this.applied.length < count) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }
}

function happen(store: Store, count: number): void {
  const effects = Array.from({ length: count }, () => ({ type: 'event', body: { type: 'table_resumed' } }) as const)
  store.commit({ state: emptySession, effects }, 1)
}

function deliver(store: Store, backend: BackendTable, texts: string[] = []): Delivery {
  return new Delivery(
    tableId,
    store,
    backend,
    () => {},
    ({ text }) => texts.push(text),
  )
}

function expectGapless({ applied }: ScriptedBackend, first = 1): void {
  expect(applied.map(({ sequence }) => sequence)).toEqual(applied.map((_, index) => first + index))
  expect(new Set(applied.map(({ id }) => id)).size).toBe(applied.length)
}

test('every event once and in order, more than one delivery holds', async () => {
  const backend = new ScriptedBackend()
  using store = Store.open(folder, tableId, 1)
  happen(store, 250)
  await using delivery = deliver(store, backend)
  await backend.has(250)
  happen(store, 3)
  delivery.nudge()
  await backend.has(253)
  expectGapless(backend)
})

test('numbers on from what the backend has, when the store is a new one', async () => {
  const backend = new ScriptedBackend(41)
  using store = Store.open(folder, tableId, 1)
  happen(store, 2)
  await using _delivery = deliver(store, backend)
  await backend.has(2)
  expectGapless(backend, 42)
})

test('sends again what a backend that was set back lacks', async () => {
  using store = Store.open(folder, tableId, 1)
  happen(store, 5)
  const first = new ScriptedBackend()
  {
    await using _delivery = deliver(store, first)
    await first.has(5)
  }
  const setBack = new ScriptedBackend()
  setBack.applied.push(...first.applied.slice(0, 2))
  await using _delivery = deliver(store, setBack)
  await setBack.has(5)
  expect(setBack.applied).toEqual(first.applied)
})

test('a backend that knows more than was ever sent is said aloud, and nothing of ours is lost', async () => {
  using store = Store.open(folder, tableId, 1)
  happen(store, 1)
  {
    const backend = new ScriptedBackend()
    await using _delivery = deliver(store, backend)
    await backend.has(1)
  }
  happen(store, 2)
  const ahead = new ScriptedBackend(100)
  const texts: string[] = []
  await using _delivery = deliver(store, ahead, texts)
  await ahead.has(2)
  expectGapless(ahead, 101)
  expect(texts[0]).toContain('The backend stands at event 100')
})

test.each([1, 2, 3])('through lost answers, refusals and restarts: once, in order (seed %i)', async (seed) => {
  let state = seed * 2_654_435_761
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const backend = new ScriptedBackend()
  let failures = 3
  backend.fails = () => failures > 0 && next() < 0.4 && failures-- > 0
  let happened = 0
  for (let life = 0; life < 6; life += 1) {
    using store = Store.open(folder, tableId, life)
    // Ended at any moment: before, during or after deliveries.
    await using delivery = deliver(store, backend)
    for (let burst = 0; burst < 4; burst += 1) {
      const count = Math.floor(next() * 5)
      happen(store, count)
      happened += count
      delivery.nudge()
      if (next() < 0.5) await new Promise(setImmediate)
    }
  }
  using store = Store.open(folder, tableId, 99)
  failures = 0
  await using _delivery = deliver(store, backend)
  await backend.has(happened)
  expectGapless(backend)
  expect(backend.applied).toHaveLength(happened)
})
