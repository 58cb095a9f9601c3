import { setTimeout as wait } from 'node:timers/promises'
import { CameraFilm } from './camera-film.ts'
import { CameraServer } from './camera-server.ts'
import { type CameraChunk, CameraStream } from './camera-stream.ts'
import type { CameraView } from './camera-view.ts'
import type { Faults } from './faults.ts'
import { Microphone } from './microphone.ts'
import type { Sight } from './sight.ts'

export interface VirtualCameraOptions {
  /** TCP on 127.0.0.1; 0 takes a free one. */
  readonly port: number
  readonly view: CameraView
  /** What goes wrong with it; null: nothing ever does. */
  readonly faults: Faults | null
  /** Brings the world to the present moment and says what is seen of it. */
  readonly look: () => Sight
  /** World seconds per second, for a camera that has a microphone. */
  readonly microphone: { readonly speed: number } | null
}

/** A camera of the table: takes pictures at its own pace of real time and sends it to who is connected. */
export class VirtualCamera implements AsyncDisposable {
  readonly #options: VirtualCameraOptions
  readonly #film: CameraFilm
  readonly #stream: CameraStream
  readonly #server: CameraServer
  readonly #microphone: Microphone | null
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #frames = 0

  static async open(options: VirtualCameraOptions): Promise<VirtualCamera> {
    const stream = await CameraStream.open(options.view.framesPerSecond, options.microphone !== null)
    return new VirtualCamera(options, stream, await CameraServer.listen(options.port))
  }

  private constructor(options: VirtualCameraOptions, stream: CameraStream, server: CameraServer) {
    this.#options = options
    this.#stream = stream
    this.#server = server
    this.#film = new CameraFilm(options.view, options.faults)
    this.#microphone = options.microphone && new Microphone(options.microphone.speed)
    this.#running = this.#run()
  }

  get port(): number {
    return this.#server.port
  }
  get statistics() {
    return { renderMs: this.#film.renderMs, frames: this.#frames, clients: this.#server.clients }
  }
  /** Rejects when the camera cannot go on. */
  get running(): Promise<void> {
    return this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    const frameMs = 1000 / this.#options.view.framesPerSecond
    let dueAt = performance.now()
    while (!signal.aborted) {
      // A picture that comes too late is left out, not caught up with.
      dueAt = Math.max(dueAt + frameMs, performance.now() - frameMs)
      await wait(Math.max(0, dueAt - performance.now()), undefined, { signal }).catch(() => {})
      if (!signal.aborted) await this.#shoot()
    }
  }

  async #shoot(): Promise<void> {
    const { faults, look } = this.#options
    const sight = look()
    this.#server.gone = faults?.has('camera_gone') ?? false
    if (this.#server.clients === 0) return
    const takenAt = performance.now()
    for (const { block, at } of this.#microphone?.hear(sight.ball.at(-1) ?? null, takenAt) ?? [])
      this.#send(await this.#stream.encodeSound(block, at))
    const planes = this.#film.expose(sight)
    if (!planes) return
    this.#send(await this.#stream.encode(planes, takenAt))
    this.#frames++
  }

  #send(chunks: readonly CameraChunk[]): void {
    for (const chunk of chunks) this.#server.send(chunk)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running.catch(() => {})
    await this.#server[Symbol.asyncDispose]()
    await this.#stream[Symbol.asyncDispose]()
    this.#film[Symbol.dispose]()
  }
}
