import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { Feed } from '../encode/index.ts'
import { type CapturedFrame, type EncodedPicture, FrameLane, FramePacer, PictureScaler } from '../frame/index.ts'
import { configurationContent, type PreviewContent, pictureContent } from './messages.ts'
import { fullRate, previewBitrate, shownSize } from './size-class.ts'

/** One encoded picture on its way to the windows; with a key frame, what their decoders must be told first. */
export interface PreviewPicture {
  readonly configuration: PreviewContent | null
  readonly picture: PreviewContent
}

/** A feed at one size and one rate: its encoder, and what is done with its pictures. */
interface Rate {
  readonly fps: number
  readonly pacer: FramePacer
  readonly deliver: (picture: PreviewPicture) => void
  feed: Feed | null
}

/** A feed at one size, off the capture's way: each picture is scaled once, and encoded for every rate that is wanted. */
export class SizedFeed implements AsyncDisposable {
  readonly #width: number
  readonly #rates = new Map<number, Rate>()
  readonly #lane: FrameLane
  #source = ''
  #scaler: PictureScaler | null = null
  #scaled: Frame | null = null
  #working: Promise<void> = Promise.resolve()

  /** @param width px, 0 for the feed's own @param failed is told when a picture could not be encoded; the next is tried */
  constructor(width: number, failed: (cause: unknown) => void) {
    this.#width = width
    this.#lane = new FrameLane(
      fullRate,
      (captured) => {
        const work = this.#encode(captured)
        this.#working = work.catch(() => {})
        return work
      },
      failed,
    )
  }

  /** Pictures for which it was too slow. */
  get dropped(): number {
    return this.#lane.dropped
  }

  get isUnused(): boolean {
    return this.#rates.size === 0
  }

  /** Takes its own reference to the picture, if it is one to show. */
  offer(captured: CapturedFrame): void {
    this.#lane.offer(captured)
  }

  add(fps: number, deliver: (picture: PreviewPicture) => void): void {
    this.#rates.set(fps, { fps, pacer: new FramePacer(fps), deliver, feed: null })
  }

  /** Its encoder is closed when it has done the picture that it is at. */
  remove(fps: number): void {
    const feed = this.#rates.get(fps)?.feed
    this.#rates.delete(fps)
    void this.#working.then(() => feed?.[Symbol.dispose]())
  }

  requestKeyFrame(fps: number): void {
    this.#rates.get(fps)?.feed?.requestKeyFrame()
  }

  async #encode({ frame, capturedAt }: CapturedFrame): Promise<void> {
    this.#follow(frame)
    const due = [...this.#rates.values()].filter(({ pacer }) => pacer.accepts(capturedAt))
    if (due.length === 0) return
    const shown = await this.#scale(frame)
    for (const rate of due) {
      // It may have been removed while another was encoded.
      if (this.#rates.get(rate.fps) !== rate) continue
      rate.feed ??= feedOf(rate, shown)
      await rate.feed.encode({ frame: shown, capturedAt })
    }
  }

  /** A source that changed its size or format begins anew. */
  #follow({ width, height, format }: Frame): void {
    const source = `${width}x${height}:${format}`
    if (source === this.#source) return
    this.#source = source
    this.#free()
  }

  async #scale(frame: Frame): Promise<Frame> {
    const { width, height } = shownSize(this.#width, frame.width, frame.height)
    if (frame.width === width && frame.height === height && frame.format === AV_PIX_FMT_YUV420P) return frame
    this.#scaler ??= new PictureScaler(width, height, AV_PIX_FMT_YUV420P)
    this.#scaled ??= this.#scaler.frame()
    await this.#scaler.scaleInto(this.#scaled, frame)
    return this.#scaled
  }

  #free(): void {
    for (const rate of this.#rates.values()) {
      rate.feed?.[Symbol.dispose]()
      rate.feed = null
    }
    this.#scaler?.[Symbol.dispose]()
    this.#scaler = null
    this.#scaled?.free()
    this.#scaled = null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lane[Symbol.asyncDispose]()
    this.#free()
  }
}

function feedOf({ fps, deliver }: Rate, { width, height }: Frame): Feed {
  const settings = { width, height, fps, bitrate: previewBitrate(width, height, fps) }
  return new Feed(settings, (encoded: EncodedPicture) =>
    deliver({
      configuration: encoded.key ? configurationContent(encoded.data, width, height) : null,
      picture: pictureContent(encoded),
    }),
  )
}
