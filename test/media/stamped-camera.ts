import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { utcNow } from '../../native/media/frame/index.ts'
import { drawStamp } from './stamp.ts'

const stampedSize = { width: 1280, height: 720 } as const
/** So that a camera's and a screen's pace drift through each other. */
const stampedFps = 30_000 / 1_001
/** Pictures that may wait for the encoder; beyond them the camera leaves some out, as cameras do. */
const waitingMax = 2
/** How far the texture moves before it begins again, px. */
const travel = 64

/** A camera whose every picture says when it was made; Debian's ffmpeg encodes it for whatever looks at it. */
export class StampedCamera implements AsyncDisposable {
  readonly output: Readable
  readonly #opened = new AsyncDisposableStack()
  readonly #closing = new AbortController()

  /** @param settings ffmpeg's, for codec and output; what it writes to `pipe:1` is `output` */
  constructor(settings: readonly string[]) {
    const { width, height } = stampedSize
    const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '30000/1001']
    const clock = ['-use_wallclock_as_timestamps', '1', '-i', 'pipe:0', '-fps_mode', 'passthrough']
    const quick = ['-v', 'error', '-y', '-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0']
    const encoder = spawn('ffmpeg', [...quick, ...input, ...clock, ...settings], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.output = encoder.stdout
    encoder.stdin.on('error', () => {})
    const drawn = this.#draw((picture) => {
      if (encoder.stdin.writableLength <= waitingMax * picture.length) encoder.stdin.write(picture)
    })
    this.#opened.defer(async () => {
      this.#closing.abort()
      await drawn
      encoder.kill('SIGKILL')
      if (encoder.exitCode === null && encoder.signalCode === null) await once(encoder, 'exit')
    })
  }

  /** The same as MPEG-TS for those who connect. @returns the port */
  static async overTcp(opened: AsyncDisposableStack): Promise<number> {
    const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-crf', '20']
    // The end of each picture is written into its packet, so that a reader need not wait for the next one.
    const stream = ['-f', 'mpegts', '-muxdelay', '0', '-pes_payload_size', '0', '-omit_video_pes_length', '0']
    const camera = opened.use(new StampedCamera([...coding, ...stream, '-flush_packets', '1', 'pipe:1']))
    const viewers = new Set<Socket>()
    const server = createServer({ noDelay: true }, (viewer) => {
      viewers.add(viewer)
      viewer.on('error', () => viewer.destroy()).on('close', () => viewers.delete(viewer))
    })
    camera.output.on('data', (bytes) => {
      for (const viewer of viewers) viewer.write(bytes)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    opened.defer(() => {
      for (const viewer of viewers) viewer.destroy()
      server.close()
    })
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  async #draw(show: (picture: Buffer) => void): Promise<void> {
    const { width, height } = stampedSize
    const texture = Buffer.from(
      Uint8Array.from({ length: width * (height + travel) }, (_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)]
        return 110 + 50 * Math.sin(x / 37) * Math.cos(y / 23) + 20 * Math.sin((x + y) / 5)
      }),
    )
    const start = performance.now()
    for (let count = 0; !this.#closing.signal.aborted; count++) {
      await wait(Math.max(0, start + (count * 1_000) / stampedFps - performance.now()))
      // ffmpeg may still read the one before.
      const picture = Buffer.alloc((width * height * 3) / 2, 128)
      texture.copy(picture, 0, (count % travel) * width, (count % travel) * width + width * height)
      drawStamp(picture, width, height, utcNow())
      show(picture)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }
}
