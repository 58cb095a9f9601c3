import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { ProcessHealth } from '../api/index.ts'

const askEveryMs = 1_500
const answerMsMax = 1_000
/** Everything is started at once: for so long a process that was never heard is on its way, and then it is down. */
const startingMsMax = 15_000
const unheard: Heard = { state: 'starting', text: 'Not heard of yet.' }

type Heard = Pick<ProcessHealth, 'state' | 'text'>

const missingSchema = z.object({ missing: z.array(z.string()) })

/** Asks each process's `/readyz` again and again until it is closed. */
export class HealthWatch implements AsyncDisposable {
  readonly #states: Map<string, ProcessHealth>
  readonly #onChange: (before: ProcessHealth, after: ProcessHealth) => void
  readonly #closing = new AbortController()
  readonly #ended: Promise<unknown>

  constructor(
    processes: readonly { readonly name: string; readonly url: string }[],
    onChange: (before: ProcessHealth, after: ProcessHealth) => void,
  ) {
    this.#onChange = onChange
    const since = Date.now()
    this.#states = new Map(processes.map(({ name }) => [name, { name, ...unheard, since, restarts: 0 }]))
    this.#ended = Promise.all(processes.map(({ name, url }) => this.#watch(name, url)))
  }

  get processes(): ProcessHealth[] {
    return [...this.#states.values()]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#ended
  }

  async #watch(name: string, url: string): Promise<void> {
    const { signal } = this.#closing
    const startedAt = Date.now()
    let wasUp = false
    while (!signal.aborted) {
      const answer = await ask(url, signal)
      const yetToCome = !wasUp && answer.state === 'down' && Date.now() - startedAt < startingMsMax
      const { state, text }: Heard = yetToCome ? unheard : answer
      const before = this.#states.get(name)
      if (signal.aborted || !before) return
      if (state !== before.state || text !== before.text) {
        // What was there, went away and is there again was started again by somebody.
        const restarts = before.restarts + (wasUp && before.state === 'down' ? 1 : 0)
        if (state === 'up') wasUp = true
        const after = { name, state, text, since: state === before.state ? before.since : Date.now(), restarts }
        this.#states.set(name, after)
        this.#onChange(before, after)
      }
      await delay(askEveryMs, undefined, { signal }).catch(() => {})
    }
  }
}

async function ask(url: string, closing: AbortSignal): Promise<Heard> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([closing, AbortSignal.timeout(answerMsMax)]) })
    if (response.ok) {
      await response.body?.cancel()
      return { state: 'up', text: 'Ready.' }
    }
    const answer = missingSchema.safeParse(await response.json())
    const missing = answer.success ? answer.data.missing.join(', ') : `it answers ${response.status}`
    return { state: 'starting', text: `Not ready, missing: ${missing}.` }
  } catch {
    return { state: 'down', text: 'Does not answer. Its supervisor starts it again.' }
  }
}
