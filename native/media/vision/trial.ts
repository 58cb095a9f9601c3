import type { CapturedFrame } from '../frame/index.ts'
import type { MediaCommand, MediaReport } from '../messages/index.ts'
import { Evidence } from './evidence.ts'
import { KeptPicture } from './kept-picture.ts'
import { type SharedPicture, SharedPictures } from './shared-picture.ts'
import type { VisionThread } from './vision-thread.ts'

type LookCommand = Extract<MediaCommand, { type: 'look' }>
type Look = NonNullable<Extract<MediaReport, { type: 'looked' }>['look']>

/** Looks at single pictures for a person who sets vision up, one after the other. */
export class Trial implements AsyncDisposable {
  readonly #thread: VisionThread
  readonly #kept = new KeptPicture()
  readonly #pictures = new SharedPictures()
  readonly #evidence = new Evidence()
  #last: Promise<unknown> = Promise.resolve()

  constructor(thread: VisionThread) {
    this.#thread = thread
  }

  offer(source: string, captured: CapturedFrame): void {
    this.#kept.offer(source, captured)
  }

  /** @throws Error in words */
  async look(command: LookCommand): Promise<Look> {
    const look = this.#last.then(() => this.#look(command))
    this.#last = look.catch(() => {})
    return await look
  }

  async #look({ source, picture, for: wanted }: LookCommand): Promise<Look> {
    const { frame, capturedAt } = await this.#kept.of(source, picture)
    try {
      const shared = await this.#pictures.of(frame, capturedAt)
      const { width, height } = shared
      const still = picture === 'new' ? await this.#evidence.ofFrame(frame, null) : null
      return { capturedAt, width, height, still, ...(await this.#answer(wanted, shared)) }
    } finally {
      frame.free()
    }
  }

  async #answer(wanted: LookCommand['for'], picture: SharedPicture): Promise<Pick<Look, 'found' | 'sight' | 'cards'>> {
    const nothing = { found: null, sight: null, cards: null }
    switch (wanted.kind) {
      case 'still':
        return nothing
      case 'find_wheel': {
        const found = await this.#thread.ask({ kind: 'find_wheel', picture })
        const sight = found && (await this.#thread.ask({ kind: 'wheel', calibration: found.calibration, picture }))
        return { ...nothing, found, sight }
      }
      case 'wheel':
        return {
          ...nothing,
          sight: await this.#thread.ask({ kind: 'wheel', calibration: wanted.calibration, picture }),
        }
      case 'cards':
        return { ...nothing, cards: [...(await this.#thread.ask({ kind: 'cards', picture }))] }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last
    for (const held of [this.#kept, this.#pictures, this.#evidence]) held[Symbol.dispose]()
  }
}
