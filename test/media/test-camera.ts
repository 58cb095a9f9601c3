import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

const pictures = (size: string) => ({
  moving: `testsrc2=size=${size}:rate=30`,
  still: `testsrc2=size=${size}:rate=30,trim=end_frame=1,loop=loop=-1:size=1`,
  black: `color=black:size=${size}:rate=30`,
})
type Picture = keyof ReturnType<typeof pictures>

/** A camera that one can pull out: what it shows goes to everyone who is connected. */
export class TestCamera implements AsyncDisposable {
  #server: Server | null = null
  #encoder: ChildProcess | null = null
  readonly #viewers = new Set<Socket>()
  readonly #port: number

  constructor(port: number) {
    this.#port = port
  }

  async plugIn(): Promise<void> {
    this.#server = createServer((viewer) => {
      this.#viewers.add(viewer)
      viewer.on('close', () => this.#viewers.delete(viewer)).on('error', () => viewer.destroy())
    })
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async pullOut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const viewer of this.#viewers) viewer.destroy()
    await closed
  }

  /** @param size as `1280x720` */
  show(picture: Picture, size = '640x360'): void {
    this.goSilent()
    const input = ['-v', 'error', '-re', '-f', 'lavfi', '-i', pictures(size)[picture]]
    const coding = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      '15',
      '-pix_fmt',
      'yuv420p',
    ]
    const encoder = spawn('ffmpeg', [...input, ...coding, '-f', 'mpegts', '-'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    encoder.stdout.on('data', (bytes) => {
      for (const viewer of this.#viewers) viewer.write(bytes)
    })
    this.#encoder = encoder
  }

  /** Connected, but nothing comes. */
  goSilent(): void {
    this.#encoder?.kill('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.goSilent()
    await this.pullOut()
  }
}
