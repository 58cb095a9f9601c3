import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
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
  static async open(settings: readonly string[]): Promise<StampedCamera> {
    // A pipe holds a twentieth of a picture: ffmpeg and this process would have to take turns twenty times for each.
    const pictures = createServer().listen(0, '127.0.0.1')
    await once(pictures, 'listening')
    return new StampedCamera(pictures, settings)
  }

  private constructor(pictures: Server, settings: readonly string[]) {
    const { width, height } = stampedSize
    const { port } = pictures.address() as AddressInfo
    const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '30000/1001']
    const clock = ['-use_wallclock_as_timestamps', '1', '-i', `tcp://127.0.0.1:${port}`, '-fps_mode', 'passthrough']
    const quick = ['-v', 'error', '-y', '-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0']
    const encoder = spawn('ffmpeg', [...quick, ...input, ...clock, ...settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.output = encoder.stdout
    let line: Socket | null = null
    pictures.once('connection', (socket) => {
      line = socket.on('error', () => {})
      pictures.close()
    })
    const drawn = this.#draw((picture) => {
      if (line && line.writableLength <= waitingMax * picture.length) line.write(picture)
    })
    this.#opened.defer(async () => {
      this.#closing.abort()
      await drawn
      pictures.close()
      encoder.kill('SIGKILL')
      if (encoder.exitCode === null && encoder.signalCode === null) await once(encoder, 'exit')
      line?.destroy()
    })
  }

  /** The same as MPEG-TS for those who connect. @returns the port */
  static async overTcp(opened: AsyncDisposableStack): Promise<number> {
    const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30']
    // The end of each picture is written into its packet, so that a reader need not wait for the next one; the field has
    // 16 bits, so that no picture may be larger.
    coding.push('-b:v', '4M', '-maxrate', '4M', '-bufsize', '400k')
    const stream = ['-f', 'mpegts', '-muxdelay', '0', '-pes_payload_size', '0', '-omit_video_pes_length', '0']
    const camera = opened.use(await StampedCamera.open([...coding, ...stream, '-flush_packets', '1', 'pipe:1']))
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
    // Used in turn, as those that wait for ffmpeg must stay as they are; new ones would be collected, in the middle of others.
    const pictures = Array.from({ length: waitingMax + 2 }, () => Buffer.alloc((width * height * 3) / 2, 128))
    const start = performance.now()
    for (let count = 0; !this.#closing.signal.aborted; count++) {
      await wait(Math.max(0, start + (count * 1_000) / stampedFps - performance.now()))
      const picture = pictures[count % pictures.length] ?? Buffer.alloc(0)
      texture.copy(picture, 0, (count % travel) * width, (count % travel) * width + width * height)
      drawStamp(picture, width, height, utcNow())
      show(picture)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }
}
