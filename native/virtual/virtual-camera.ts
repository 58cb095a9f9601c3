import { setTimeout as wait } from 'node:timers/promises'
import { CameraPicture, pictureBytes } from './camera-picture.ts'
import { CameraServer } from './camera-server.ts'
import { CameraStream, framesPerSecond } from './camera-stream.ts'
import type { Faults } from './faults.ts'
import type { Sight } from './sight.ts'
import { picture } from './wheel-geometry.ts'

const frameMs = 1000 / framesPerSecond
/** The mean of `renderMs` goes back about this many frames. */
const meanFrames = 30

/** The camera over the wheel: takes a picture every 33 ms of real time and sends it to who is connected. */
export class VirtualCamera implements AsyncDisposable {
  readonly #picture = new CameraPicture()
  readonly #stream: CameraStream
  readonly #server: CameraServer
  readonly #faults: Faults
  readonly #look: () => Sight
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #last: Buffer | null = null
  #renderMs = 0
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
    this.#look = look
    this.#running = this.#run()
  }

  get port(): number {
    return this.#server.port
  }
  get statistics() {
    return { renderMs: this.#renderMs, frames: this.#frames, clients: this.#server.clients }
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
    const planes = this.#develop(sight)
    for (const chunk of await this.#stream.encode(planes, takenAt)) this.#server.send(chunk)
    this.#frames++
  }

  #develop(sight: Sight): Buffer {
    if (this.#faults.has('camera_black')) return black
    if (this.#faults.has('camera_frozen') && this.#last) return this.#last
    const startedAt = performance.now()
    this.#last = this.#picture.draw(sight)
    this.#renderMs += (performance.now() - startedAt - this.#renderMs) / Math.min(this.#frames + 1, meanFrames)
    return this.#last
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#running.catch(() => {})
    await this.#server[Symbol.asyncDispose]()
    await this.#stream[Symbol.asyncDispose]()
    this.#picture[Symbol.dispose]()
  }
}

/** Video black: luma 16, chroma 128. */
const black = Buffer.alloc(pictureBytes, 128).fill(16, 0, picture.width * picture.height)
