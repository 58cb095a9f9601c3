import type { SourceFault } from '../messages/index.ts'
import { Exposure } from './exposure.ts'
import { Graded } from './graded.ts'
import type { PictureLook } from './luma.ts'
import type { Thresholds } from './thresholds.ts'

/** Two movements within this time end a freeze: one may be a key frame's flicker. */
const thawWithinMs = 500

/** What is wrong with the pictures themselves that a source brings: black, frozen, suddenly brighter or darker. */
export class PictureFaults {
  readonly #frozenMs: number
  readonly #black: Graded
  readonly #frozen: Graded
  readonly #exposed: Graded
  readonly #exposure = new Exposure()
  #jumped: 'brighter' | 'darker' = 'brighter'
  #movedAt: number

  constructor({ black, frozen, frozenMs, exposure }: Thresholds, startedAt: number) {
    this.#frozenMs = frozenMs
    this.#black = new Graded(black)
    this.#frozen = new Graded(frozen)
    this.#exposed = new Graded(exposure)
    this.#movedAt = startedAt
  }

  look(at: number, look: PictureLook): void {
    this.#black.tell(at, look.black)
    this.#judgeMovement(at, look.moved)
    // Black has no exposure to speak of, and is no freeze: an operator needs one reason, not two.
    const jumped = look.black ? null : this.#exposure.look(at, look)
    if (jumped) this.#jumped = jumped
    this.#exposed.tell(at, jumped !== null)
  }

  faults(): SourceFault[] {
    return [
      ...this.#black.fault('black', 'The picture is black'),
      ...this.#frozen.fault('frozen', 'The picture does not move'),
      ...this.#exposed.fault('exposure', `The picture became suddenly ${this.#jumped}`),
    ]
  }

  #judgeMovement(at: number, moved: boolean): void {
    const twice = moved && at - this.#movedAt <= thawWithinMs
    const still = !moved && this.#frozenMs > 0 && at - this.#movedAt >= this.#frozenMs
    if (moved) this.#movedAt = at
    if (still || twice || this.#black.level) this.#frozen.tell(at, still && !this.#black.level)
  }
}
