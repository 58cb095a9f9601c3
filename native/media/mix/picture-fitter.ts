import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { PictureScaler } from '../frame/index.ts'
import { copyInto } from './blend.ts'
import { Canvas } from './canvas.ts'
import { fitted, type Place } from './placement.ts'

/** Sizes kept ready: each source in each of its places. Beyond it all are made anew; a source may change its size for ever. */
const sizesMax = 32

interface Step {
  readonly scaler: PictureScaler
  /** FFmpeg scales into whole pictures only: a part of a canvas is made here and copied. */
  readonly small: Canvas | null
}

/** Brings pictures of sources into their places on a canvas, in their own aspect. */
export class PictureFitter implements Disposable {
  readonly #steps = new Map<string, Step>()

  /** The place that a picture takes: in the middle of the one it was given. */
  placeFor(frame: Frame, place: Place): Place {
    return fitted(place, aspectOf(frame))
  }

  /** @param place of the picture's aspect @throws FFmpegError */
  async draw(canvas: Canvas, frame: Frame, place: Place): Promise<void> {
    const { width, height } = canvas.frame
    const whole = place.width === width && place.height === height
    if (whole && isLike(frame, canvas.frame)) return void canvas.frame.copy(frame)
    const { scaler, small } = this.#stepFor(frame, place, whole)
    if (!small) return scaler.scaleInto(canvas.frame, frame)
    await scaler.scaleInto(small.frame, frame)
    canvas.planes.forEach((plane, index) => {
      const source = small.planes[index]
      const shift = index === 0 ? 0 : 1
      if (source) copyInto(plane, source, place.x >> shift, place.y >> shift)
    })
  }

  #stepFor(frame: Frame, { width, height }: Place, whole: boolean): Step {
    const key = `${frame.width}x${frame.height}:${frame.format}>${width}x${height}`
    const known = this.#steps.get(key)
    if (known) return known
    if (this.#steps.size >= sizesMax) this[Symbol.dispose]()
    const scaler = new PictureScaler(width, height, AV_PIX_FMT_YUV420P)
    const step = { scaler, small: whole ? null : new Canvas(width, height) }
    this.#steps.set(key, step)
    return step
  }

  [Symbol.dispose](): void {
    for (const { scaler, small } of this.#steps.values()) {
      scaler[Symbol.dispose]()
      small?.[Symbol.dispose]()
    }
    this.#steps.clear()
  }
}

/** Whether a picture can stand in the program as it is. */
export function isLike(frame: Frame, { width, height, format }: Pick<Frame, 'width' | 'height' | 'format'>): boolean {
  return frame.width === width && frame.height === height && frame.format === format && pixelAspectOf(frame) === 1
}

function pixelAspectOf({ sampleAspectRatio: { num, den } }: Frame): number {
  return num > 0 && den > 0 ? num / den : 1
}

function aspectOf(frame: Frame): number {
  return (frame.width / frame.height) * pixelAspectOf(frame)
}
