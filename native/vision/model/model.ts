import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { checkInput, checkSession, type ModelInterface } from './interface.ts'
import type { Provider } from './provider.ts'
import { VisionError } from './vision-error.ts'

/** A picture or several for a model: `data.length` is the product of `shape`. */
export interface ModelInput {
  readonly data: Uint8Array
  readonly shape: readonly number[]
}

/** A trained network. It loads at its first run; what fails then fails for good. */
export interface Model {
  /** Name and version: `wheel-reader@1`. */
  readonly id: string
  /** Of the file, hex. */
  readonly sha256: string
  /** What runs it; before the first run, what will be tried first. */
  readonly provider: string
  /**
   * @returns each output by name
   * @throws VisionError `wrong_shape`, `provider_failed`; at the first run `model_missing`, `model_damaged`, `model_unsuitable`
   */
  run(input: ModelInput): Promise<Record<string, Float32Array>>
}

/** A provider failed and the next took its place. */
export interface ProviderNews {
  /** The model's id. */
  readonly model: string
  readonly failed: string
  readonly next: string
  readonly when: 'start' | 'run'
  readonly why: string
}

export interface FallbackModelOptions {
  readonly id: string
  readonly sha256: string
  readonly expects: ModelInterface
  read(): Promise<Uint8Array>
  /** Best first; the last one's failure is the model's. */
  readonly providers: readonly Provider[]
  told(news: ProviderNews): void
}

/** A session on the provider at `place` of the list. */
interface Seat {
  readonly place: number
  readonly session: InferenceSession
}

/** A model that moves on to the next provider when one is missing or fails. */
export class FallbackModel implements Model, AsyncDisposable {
  readonly #options: FallbackModelOptions
  #bytes: Promise<Uint8Array> | null = null
  #seat: Promise<Seat> | null = null
  #provider: string
  #closed = false

  constructor(options: FallbackModelOptions) {
    this.#options = options
    this.#provider = options.providers[0]?.name ?? ''
  }

  get id(): string {
    return this.#options.id
  }

  get sha256(): string {
    return this.#options.sha256
  }

  get provider(): string {
    return this.#provider
  }

  async run(input: ModelInput): Promise<Record<string, Float32Array>> {
    checkInput(this.id, input, this.#options.expects.input)
    for (;;) {
      if (this.#closed) throw new Error(`the model ${this.id} is closed`)
      this.#seat ??= this.#open(0)
      const taken = this.#seat
      const seat = await taken
      try {
        return await this.#runOn(seat.session, input)
      } catch (cause) {
        if (seat.place + 1 >= this.#options.providers.length)
          throw new VisionError('provider_failed', `the model ${this.id} failed: ${String(cause)}`, { cause })
        // Another run may have failed on the same session and moved on before.
        if (this.#seat === taken && !this.#closed) this.#seat = this.#moveOn(seat, cause)
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const seat = await this.#seat?.catch(() => null)
    this.#seat = null
    await seat?.session.release()
  }

  async #moveOn(seat: Seat, cause: unknown): Promise<Seat> {
    this.#tell(seat.place, 'run', cause)
    // A session that has failed may not even close.
    await seat.session.release().catch(() => {})
    return await this.#open(seat.place + 1)
  }

  /** Opens a session on the first of the providers from `place` on that carries the model through a run. */
  async #open(place: number): Promise<Seat> {
    const { id, expects, providers, read } = this.#options
    this.#bytes ??= read()
    const bytes = await this.#bytes
    for (; ; place++) {
      const provider = providers[place]
      if (!provider) throw new RangeError('a model needs at least one provider')
      let session: InferenceSession | null = null
      try {
        session = await provider.open(bytes)
        checkSession(id, session, expects)
        await this.#warmUp(session)
        this.#provider = provider.name
        return { place, session }
      } catch (cause) {
        await session?.release()
        if (cause instanceof VisionError) throw cause
        if (place + 1 >= providers.length)
          throw new VisionError('model_unsuitable', `the model ${id} cannot be run: ${String(cause)}`, { cause })
        this.#tell(place, 'start', cause)
      }
    }
  }

  /** The first run is the slowest by far, and the first that a broken provider fails. */
  async #warmUp(session: InferenceSession): Promise<void> {
    const shape = this.#options.expects.input.shape.map((size) => size ?? 1)
    await this.#runOn(session, { data: new Uint8Array(shape.reduce((product, size) => product * size, 1)), shape })
  }

  async #runOn(session: InferenceSession, { data, shape }: ModelInput): Promise<Record<string, Float32Array>> {
    const { input, outputs } = this.#options.expects
    const results = await session.run({ [input.name]: new Tensor('uint8', data, shape) })
    return Object.fromEntries(outputs.map(({ name }) => [name, floatsOf(name, results[name])]))
  }

  #tell(place: number, when: ProviderNews['when'], cause: unknown): void {
    const { id, providers, told } = this.#options
    told({
      model: id,
      failed: providers[place]?.name ?? '',
      next: providers[place + 1]?.name ?? '',
      when,
      why: String(cause),
    })
  }
}

function floatsOf(name: string, value: Tensor | undefined): Float32Array {
  if (value?.data instanceof Float32Array) return value.data
  throw new TypeError(`the runtime gave no float32 ${name}`)
}
