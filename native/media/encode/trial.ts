import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { PictureScaler } from '../frame/index.ts'
import type { EncoderCapability, VideoCodec } from '../messages/index.ts'
import type { EncoderCandidate } from './candidates.ts'
import { withDriverWords } from './driver-words.ts'
import { EncoderError, reasonOf } from './encoder-error.ts'
import { hasParameterSets } from './parameter-sets.ts'
import { openEncoder, type VideoEncoder } from './video-encoder.ts'

const size = { width: 1280, height: 720 }
const settings = { ...size, fps: 30, bitrate: 2_500_000 }
/** Software always works; a second of it would be felt by a program on air. */
const hardwarePictures = 30
const softwarePictures = 12
/** One table's ladder has three rungs; a fourth session is a second table's first. */
const sessionsTried = 4
/** This picture in the middle must become a key frame. */
const askedKey = 5

/** Encodes for real with one encoder and tells what it can do, or why it cannot. */
export async function tryEncoder(candidate: EncoderCandidate): Promise<EncoderCapability> {
  const { name, family, codec } = candidate
  using pictures = new TestPictures()
  const tried = await withDriverWords(() => measure(candidate, pictures))
  if ('value' in tried) return { name, family, codec, usable: true, ...tried.value }
  const { cause, words } = tried
  // What we found ourselves has no cause; for the rest the driver has better words than FFmpeg's code.
  const own = cause instanceof EncoderError && cause.cause === undefined
  const why = own ? cause.message : (words ?? reasonOf(cause))
  return { name, family, codec, usable: false, why, fps: null, sessionsMax: null }
}

async function measure({ name, family, codec }: EncoderCandidate, pictures: TestPictures) {
  using encoder = await openEncoder(name, settings)
  const software = family === 'software'
  const fps = await speed(encoder, codec, pictures, software ? softwarePictures : hardwarePictures)
  return { fps, sessionsMax: software ? null : await sessions(name, encoder, pictures) }
}

/** Pictures a second, from the median of their times: other work on the machine disturbs single ones. */
async function speed(encoder: VideoEncoder, codec: VideoCodec, pictures: TestPictures, count: number): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const wanted = i === 0 || i === askedKey
    const startedAt = performance.now()
    const { data, key } = await encoder.encode(pictures.at(i), wanted)
    times.push(performance.now() - startedAt)
    if (wanted && !key) throw new EncoderError(encoder.name, 'It makes no key frame when it is asked for one')
    if (wanted && !hasParameterSets(codec, data)) {
      throw new EncoderError(encoder.name, 'Its key frames come without their parameters')
    }
  }
  const median = times.sort((a, b) => a - b)[count >> 1] ?? Number.POSITIVE_INFINITY
  return Math.round(1000 / median)
}

/** How many work at once, up to what is tried. */
async function sessions(name: string, first: VideoEncoder, pictures: TestPictures): Promise<number> {
  using open = new DisposableStack()
  const all = [first]
  try {
    while (all.length < sessionsTried) {
      all.push(open.use(await openEncoder(name, settings)))
      for (const encoder of all) await encoder.encode(pictures.at(all.length), false)
    }
    return all.length
  } catch {
    return all.length - 1 || 1
  }
}

/** A few pictures with shapes that move and some noise: flat ones would flatter. */
class TestPictures implements Disposable {
  readonly #frames = Array.from({ length: 4 }, (_, index) => testPicture(index))

  at(index: number): Frame {
    const frame = this.#frames[index % this.#frames.length]
    if (!frame) throw new RangeError('There are no pictures')
    return frame
  }

  [Symbol.dispose](): void {
    for (const frame of this.#frames) frame.free()
  }
}

function testPicture(index: number): Frame {
  const { width, height } = size
  using scaler = new PictureScaler(width, height, AV_PIX_FMT_YUV420P)
  const frame = scaler.frame()
  const [luma, ...chroma] = frame.data ?? []
  for (const plane of chroma) plane.fill(128)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const noise = (x * 7919 + y * 104729 + index * 31) % 13
      const shape = (((x + index * 8) >> 5) * 40 + ((y + index * 4) >> 5) * 24) % 200
      luma?.writeUInt8(16 + shape + noise, y * width + x)
    }
  }
  return frame
}
