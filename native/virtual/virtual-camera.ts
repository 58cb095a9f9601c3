import { setTimeout as wait } from 'node:timers/promises'
import { CameraFilm } from './camera-film.ts'
import { CameraServer } from './camera-server.ts'
import { CameraStream, framesPerSecond } from './camera-stream.ts'
import type { Faults } from './faults.ts'
import type { Sight } from './sight.ts'

const frameMs = 1000 / framesPerSecond

/** The camera over the wheel: takes a picture every 33 ms of real time and sends it to who is connected. */
export class VirtualCamera implements AsyncDisposable {
  readonly #film: CameraFilm
  readonly #stream: CameraStream
  readonly #server: CameraServer
  readonly #faults: Faults
  readonly #look: () => Sight
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #frames = 0

  /** @param look brings the world to the present moment and says what is seen of it */
  static async open(port: number, faults: Faults, look: () => Sight): Promise<VirtualCamera> {
    const stream = await CameraStream.open()
    return new VirtualCamera(stream, await CameraServer.listen(port), faults, look)
  }

  private constructor(stream: CameraStream, server: CameraServer, faults: Faults, look: () => Sight) {
    this.#stream = stream
    this.#server = server
    this.#faults = faults
    this.#film = new CameraFilm(faults)
    this.#look = look
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
    let dueAt = performance.now()
    while (!signal.aborted) {
      // A picture that comes too late is left out, not caught up with.
      dueAt = Math.max(dueAt + frameMs, performance.now() - frameMs)
      await wait(Math.max(0, dueAt - performance.now()), undefined, { signal }).catch(() => {})
      if (!signal.aborted) await this.#shoot()
    }
  }

  async #shoot(): Promise<void> {
    const sight = this.#look()
    this.#server.gone = this.#faults.has('camera_gone')
    if (this.#server.clients === 0) return
    const takenAt = performance.now()
    const planes = this.#film.expose(sight)
    if (!planes) return
    for (const chunk of await this.#stream.encode(planes, takenAt)) this.#server.send(chunk)
    this.#frames++
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running.catch(() => {})
    await this.#server[Symbol.asyncDispose]()
    await this.#stream[Symbol.asyncDispose]()
    this.#film[Symbol.dispose]()
  }
}
