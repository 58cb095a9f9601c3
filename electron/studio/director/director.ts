import type { DirectorRules } from '../api/index.ts'
import {
  afterPersonsTake,
  afterSwitch,
  type Direction,
  type DirectorState,
  direct,
  directorBefore,
  type Sight,
  type Take,
} from './direction.ts'

interface DirectorOptions {
  readonly rules: DirectorRules
  /** The table as it is now. */
  readonly look: () => Sight
  /** Tells the mixer. */
  readonly take: (take: Take) => void
}

/** The automatic producer with its clock: looks whenever it is told that something changed, and when something is due. */
export class Director implements Disposable {
  readonly #options: DirectorOptions
  #state: DirectorState
  #text = 'Waits for the media process.'
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: DirectorOptions) {
    this.#options = options
    this.#state = directorBefore(options.rules.automatic)
  }

  /** Whether it cuts, and in words what it does or waits for. */
  get status(): { readonly automatic: boolean; readonly text: string } {
    return { automatic: this.#state.automatic, text: this.#text }
  }

  /** Something that it looks at may have changed. */
  consider(): void {
    if (this.#closed) return
    const { rules, look, take } = this.#options
    const now = Date.now()
    const direction: Direction = direct(this.#state, rules, look(), now)
    this.#state = direction.state
    this.#text = direction.text
    clearTimeout(this.#timer)
    if (direction.dueAt !== null) {
      this.#timer = setTimeout(() => this.consider(), Math.max(0, direction.dueAt - now))
    }
    if (direction.take) take(direction.take)
  }

  /** A person takes a scene: told at once, and asked for again until the tally shows it. */
  personTakes(operator: string, take: Take): void {
    this.#state = afterPersonsTake(this.#state, operator, take, Date.now())
    this.#options.take(take)
    this.consider()
  }

  /** A person gives the cuts to the director, or holds it back. */
  switch(automatic: boolean, operator: string): void {
    this.#state = afterSwitch(this.#state, automatic, operator)
    this.consider()
  }

  [Symbol.dispose](): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }
}
