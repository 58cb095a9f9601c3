import { readFile, stat } from 'node:fs/promises'
import {
  AV_CODEC_ID_MJPEG,
  AV_CODEC_ID_PNG,
  AV_PIX_FMT_RGB24,
  type AVPixelFormat,
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  Frame,
  Packet,
  SoftwareScaleContext,
  SWS_ACCURATE_RND,
  SWS_BILINEAR,
  SWS_FULL_CHR_H_INT,
  type SwsFlags,
} from 'node-av'
import { type RgbFrame, VisionError } from '../../../vision/index.ts'
import { pictureHeader } from './picture-header.ts'

/** Less than this, px, shows nothing that could be read. */
const sideMin = 16
/** More than any camera of a table has, px: 200 MB once decoded. */
const sideMax = 8192
const fileBytesMax = 64 * 1024 * 1024

const codecs = { jpeg: AV_CODEC_ID_MJPEG, png: AV_CODEC_ID_PNG } as const
type Kind = keyof typeof codecs

/**
 * The picture in a JPEG or PNG file, as RGB. Nothing of it is decoded, and no memory taken for it, before its size is known.
 * @throws {VisionError} `picture_missing`, `picture_damaged`, `picture_too_small`, `picture_too_large`
 */
export async function readPicture(path: string): Promise<RgbFrame> {
  const file = await bytesOf(path)
  const header = pictureHeader(file)
  if (!header) throw new VisionError('picture_damaged', `${path} is no JPEG or PNG, or breaks off in its header`)
  const { kind, width, height, whole } = header
  const size = `${width} × ${height} px`
  if (Math.min(width, height) < sideMin)
    throw new VisionError('picture_too_small', `${path} has ${size}; it takes ${sideMin} px and more`)
  if (Math.max(width, height) > sideMax)
    throw new VisionError('picture_too_large', `${path} has ${size}; it may have up to ${sideMax} px a side`)
  if (!whole) throw new VisionError('picture_damaged', `${path} breaks off before its end`)
  try {
    using decoded = await decode(kind, file)
    if (decoded.width !== width || decoded.height !== height) throw new Error('its size is not what its header says')
    return await rgbOf(decoded)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new VisionError('picture_damaged', `${path} cannot be decoded: ${why}`, { cause })
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax)
      throw new VisionError('picture_too_large', `${path} has ${size} bytes; a picture may have ${fileBytesMax}`)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof VisionError) throw cause
    throw new VisionError('picture_missing', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** The decoder's own frame; the caller's to free. Damage is an error, and nothing to conceal. */
async function decode(kind: Kind, file: Buffer): Promise<Frame> {
  const codec = Codec.findDecoder(codecs[kind])
  if (!codec) throw new Error(`this build of FFmpeg has no ${kind}`)
  using context = new CodecContext()
  using packet = new Packet()
  using options = Dictionary.fromObject({ err_detect: 'explode' })
  context.allocContext3(codec)
  context.threadCount = 1
  FFmpegError.throwIfError(await context.open2(codec, options), 'decoder')
  packet.alloc()
  packet.data = file
  FFmpegError.throwIfError(await context.sendPacket(packet), 'decode')
  const frame = new Frame()
  frame.alloc()
  try {
    FFmpegError.throwIfError(await context.receiveFrame(frame), 'decode')
    if (frame.decodeErrorFlags !== 0) throw new Error('parts of it are missing')
    return frame
  } catch (cause) {
    frame.free()
    throw cause
  }
}

/**
 * Colours as a viewer of photographs shows them: exactly rounded, and with a colour of its own for each pixel. FFmpeg would
 * shift the colours of a picture whose sides are odd, so that a last odd line or column is left out.
 */
async function rgbOf(decoded: Frame): Promise<RgbFrame> {
  const [width, height] = [decoded.width & ~1, decoded.height & ~1]
  const exact = (SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT) as SwsFlags
  using scaler = new SoftwareScaleContext()
  using rgb = new Frame()
  Object.assign(decoded, { width, height })
  scaler.getContext(width, height, decoded.format as AVPixelFormat, width, height, AV_PIX_FMT_RGB24, exact)
  rgb.alloc()
  Object.assign(rgb, { width, height, format: AV_PIX_FMT_RGB24 })
  FFmpegError.throwIfError(rgb.getBuffer(1), 'memory')
  FFmpegError.throwIfError(await scaler.scaleFrame(rgb, decoded), 'colours')
  return { width, height, data: rgb.toBuffer(), capturedAt: Date.now() }
}
