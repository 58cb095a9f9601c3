import { faultNameSchema, faultNames, virtualStateSchema } from '../../../native/virtual/index.ts'

const answerMsMax = 1_500

/** The virtual studio did not answer, or not as it should. */
export class SimulatorAwayError extends Error {
  override readonly name = 'SimulatorAwayError'
}

/** The virtual table's own API: what goes wrong on request. Nothing that it knows of a result is ever asked. */
export class Simulator {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** @throws {SimulatorAwayError} */
  async faults(): Promise<{ active: { name: string; spinsLeft: number | null }[]; known: string[] }> {
    const state = virtualStateSchema.safeParse(await this.#ask('GET', 'state'))
    if (!state.success)
      throw new SimulatorAwayError('The virtual studio says what is not understood', { cause: state.error })
    return { active: state.data.faults, known: [...faultNames] }
  }

  /** @param spins how many whole spins it stays; null until it is cleared @throws {SimulatorAwayError} */
  async set(name: string, spins: number | null): Promise<void> {
    await this.#ask('PUT', `faults/${name}`, { spins })
  }

  /** @throws {SimulatorAwayError} */
  async clear(name: string): Promise<void> {
    await this.#ask('DELETE', `faults/${name}`)
  }

  static knows(name: string): boolean {
    return faultNameSchema.safeParse(name).success
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    try {
      const response = await fetch(new URL(`/${path}`, this.#url), {
        method,
        signal: AbortSignal.timeout(answerMsMax),
        ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`it answers ${response.status}`)
      return text === '' ? null : JSON.parse(text)
    } catch (cause) {
      throw new SimulatorAwayError('The virtual studio does not answer', { cause })
    }
  }
}
