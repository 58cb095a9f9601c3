import { Feed } from '../encode/index.ts'
import { type CapturedFrame, FrameLane, type SourcePacket } from '../frame/index.ts'
import { EncodedStream } from './encoded-stream.ts'

/** Evidence from a raw source is as large as the program, no larger. */
const widthMax = 1280
const fpsMax = 30
const bitsPerPixel = 0.1

/** Encodes a source that sends no packets that can be kept (a pattern, a raw or MJPEG camera), for its ring and recording. */
export class RawSourceEncoder implements AsyncDisposable {
  readonly #deliver: (packet: SourcePacket) => void
  readonly #lane: FrameLane
  #feed: Feed | null = null
  #source = ''

  /** @param failed is told when a picture could not be encoded; the next is tried */
  constructor(deliver: (packet: SourcePacket) => void, failed: (cause: unknown) => void) {
    this.#deliver = deliver
    this.#lane = new FrameLane(fpsMax, (captured) => this.#encode(captured), failed)
  }

  /** Pictures for which it was too slow. */
  get dropped(): number {
    return this.#lane.dropped
  }

  /** Takes its own reference to the picture. */
  offer(captured: CapturedFrame): void {
    this.#lane.offer(captured)
  }

  async #encode(captured: CapturedFrame): Promise<void> {
    const { width, height } = captured.frame
    if (!this.#feed || this.#source !== `${width}x${height}`) {
      this.#feed?.[Symbol.dispose]()
      this.#source = `${width}x${height}`
      this.#feed = this.#feedFor(width, height)
    }
    await this.#feed.encode(captured)
  }

  #feedFor(sourceWidth: number, sourceHeight: number): Feed {
    const width = Math.min(sourceWidth, widthMax) & ~1
    const height = Math.round((sourceHeight * width) / sourceWidth) & ~1
    const stream = new EncodedStream('h264', width, height, fpsMax)
    const bitrate = Math.round(width * height * fpsMax * bitsPerPixel)
    return new Feed({ width, height, fps: fpsMax, bitrate }, (picture) => this.#deliver(stream.packet(picture)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lane[Symbol.asyncDispose]()
    this.#feed?.[Symbol.dispose]()
  }
}
