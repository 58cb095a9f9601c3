import type { Frame } from 'node-av'
import { EncoderError } from './encoder-error.ts'
import type { EncoderSettings, openEncoder, VideoEncoder } from './video-encoder.ts'

type Deed = 'works' | 'fails' | 'hangs'

/** Encoders for tests, made to fail: what each call does is the test's to say. */
export class FakeDriver {
  /** Sessions that are open, by name: what is freed is not among them. */
  readonly sessions: string[] = []
  readonly opened: { readonly name: string; readonly settings: EncoderSettings }[] = []
  /** Calls that do not come back until they are let go. */
  readonly hanging: (() => void)[] = []
  /** @param picture counts the pictures of that encoder, from 0; −1 is its opening */
  deed: (name: string, picture: number) => Deed = () => 'works'
  followsBitrate = true

  readonly open: typeof openEncoder = async (name, settings) => {
    this.opened.push({ name, settings })
    await this.#do(name, -1)
    this.sessions.push(name)
    return new FakeEncoder(name, settings, this, (picture) => this.#do(name, picture))
  }

  async #do(name: string, picture: number): Promise<void> {
    const deed = this.deed(name, picture)
    if (deed === 'fails') throw new EncoderError(name, `${name} is out of order`)
    if (deed === 'hangs') await new Promise<void>((resolve) => this.hanging.push(resolve))
  }

  free(name: string): void {
    const at = this.sessions.indexOf(name)
    if (at < 0) throw new Error(`${name} was freed twice`)
    this.sessions.splice(at, 1)
  }
}

class FakeEncoder implements VideoEncoder {
  readonly name: string
  readonly #settings: EncoderSettings
  readonly #driver: FakeDriver
  readonly #do: (picture: number) => Promise<void>
  #bitrate: number
  #pictures = 0
  #working = false
  #closed = false

  constructor(name: string, settings: EncoderSettings, driver: FakeDriver, work: (picture: number) => Promise<void>) {
    this.name = name
    this.#settings = settings
    this.#driver = driver
    this.#do = work
    this.#bitrate = settings.bitrate
  }

  /** What it makes tells which picture it was, in which size and at which bitrate. */
  async encode(frame: Frame, key: boolean) {
    if (this.#closed || this.#working) throw new Error(`${this.name} was used wrongly`)
    const { width, height } = this.#settings
    if (frame.width !== width || frame.height !== height) throw new Error('A picture of the wrong size')
    this.#working = true
    try {
      await this.#do(this.#pictures++)
      return { data: Buffer.from(JSON.stringify([this.name, width, this.#bitrate])), key }
    } finally {
      this.#working = false
      if (this.#closed) this.#driver.free(this.name)
    }
  }

  setBitrate(bitrate: number): boolean {
    if (this.#driver.followsBitrate) this.#bitrate = bitrate
    return this.#driver.followsBitrate
  }

  [Symbol.dispose](): void {
    if (this.#closed) throw new Error(`${this.name} was closed twice`)
    this.#closed = true
    if (!this.#working) this.#driver.free(this.name)
  }
}
