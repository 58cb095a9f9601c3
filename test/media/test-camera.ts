import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

const pictures = (size: string) => ({
  moving: `testsrc2=size=${size}:rate=30`,
  still: `testsrc2=size=${size}:rate=30,trim=end_frame=1,loop=loop=-1:size=1`,
  black: `color=black:size=${size}:rate=30`,
})
type Picture = keyof ReturnType<typeof pictures>

const coding = '-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p'.split(' ')
const preparedSeconds = '10'

/** Encodes each picture once, for cameras that only repeat them. */
export function preparePictures(folder: string, size: string): void {
  for (const [name, input] of Object.entries(pictures(size))) {
    const file = join(folder, `${name}.ts`)
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', input, '-t', preparedSeconds, ...coding, file])
  }
}

/** A camera that one can pull out: what it shows goes to everyone who is connected. */
export class TestCamera implements AsyncDisposable {
  #server: Server | null = null
  #encoder: ChildProcess | null = null
  readonly #viewers = new Set<Socket>()
  readonly #port: number
  readonly #prepared: string | null

  /** @param prepared a folder of `preparePictures`, so that showing costs no encoding */
  constructor(port: number, prepared: string | null = null) {
    this.#port = port
    this.#prepared = prepared
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
    const server = this.#server
    this.#server = null
    for (const viewer of this.#viewers) viewer.destroy()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }

  /** @param size as `1280x720` */
  show(picture: Picture, size = '640x360'): void {
    this.goSilent()
    const input = this.#prepared
      ? ['-re', '-stream_loop', '-1', '-i', join(this.#prepared, `${picture}.ts`), '-c', 'copy']
      : ['-re', '-f', 'lavfi', '-i', pictures(size)[picture], ...coding]
    const encoder = spawn('ffmpeg', ['-v', 'error', ...input, '-f', 'mpegts', '-'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    encoder.stdout.on('data', (bytes) => {
      for (const viewer of this.#viewers) viewer.write(bytes)
    })
    this.#encoder = encoder
  }

  /** Bytes that are no picture, to everyone who is connected. */
  garble(bytes: Buffer): void {
    for (const viewer of this.#viewers) viewer.write(bytes)
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
