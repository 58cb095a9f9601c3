import {
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_AC3,
  AV_CODEC_ID_AV1,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_CODEC_ID_MP2,
  AV_CODEC_ID_MP3,
  AV_CODEC_ID_OPUS,
  AV_PKT_DATA_NEW_EXTRADATA,
  type AVCodecID,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  BitStreamFilter,
  BitStreamFilterContext,
  FFmpegError,
  Packet,
} from 'node-av'
import type { SourcePacket, SourceStream } from '../frame/index.ts'
import { adtsHeaderBytes, audioSpecificConfig } from './adts.ts'

const keptPictures: readonly number[] = [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1]
const keptSounds: readonly number[] = [
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_OPUS,
  AV_CODEC_ID_MP2,
  AV_CODEC_ID_MP3,
  AV_CODEC_ID_AC3,
]

/** Whether this stream can be kept as it comes: MP4 carries it, and its pictures refer to one another from key frame to key frame. */
export function isKept({ kind, codecId, extradata }: SourceStream): boolean {
  if (kind === 'video') return keptPictures.includes(codecId)
  // Opus in MP4 needs the header that says how many samples to skip; nothing in the packets tells it.
  return keptSounds.includes(codecId) && (codecId !== AV_CODEC_ID_OPUS || extradata.length > 0)
}

/** Whether packets of the two can follow one another in one file. */
export function isSameStream(a: SourceStream | undefined, b: SourceStream | undefined): boolean {
  if (a === b) return true
  return (
    a !== undefined &&
    b !== undefined &&
    a.codecId === b.codecId &&
    a.width === b.width &&
    a.height === b.height &&
    a.sampleRate === b.sampleRate &&
    a.channels === b.channels &&
    a.extradata.equals(b.extradata)
  )
}

/** A stream as it goes into a file, with what its first packet tells of it. */
export interface KeptStream {
  readonly stream: SourceStream
  /** What the decoder must know beforehand; empty when neither the stream nor the packet has it. */
  readonly extradata: Buffer
  /** Samples of sound in one packet. */
  readonly packetSamples: number
}

/** @throws FFmpegError when the packet is damaged */
export function keptStream(first: SourcePacket): KeptStream {
  const { stream, durationMs } = first
  return {
    stream,
    extradata: extradataOf(first),
    packetSamples: Math.round((durationMs * stream.sampleRate) / 1000),
  }
}

function extradataOf({ stream, data }: SourcePacket): Buffer {
  if (stream.extradata.length > 0) return stream.extradata
  if (stream.codecId === AV_CODEC_ID_AAC) return audioSpecificConfig(data) ?? stream.extradata
  return stream.kind === 'video' ? parametersWithin(stream, data) : stream.extradata
}

/** The packet's content as MP4 wants it: AAC without the header that MPEG-TS puts before each packet. */
export function contentOf({ stream, data }: SourcePacket): Buffer {
  return stream.codecId === AV_CODEC_ID_AAC ? data.subarray(adtsHeaderBytes(data)) : data
}

export const mediaTypeOf = ({ kind }: SourceStream) => (kind === 'video' ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO)

/** The parameter sets in a key frame. @throws FFmpegError when it is damaged */
function parametersWithin(stream: SourceStream, data: Buffer): Buffer {
  const filter = BitStreamFilter.getByName('extract_extradata')
  if (!filter) throw new Error('This build of FFmpeg has no extract_extradata')
  using context = new BitStreamFilterContext()
  using packet = new Packet()
  packet.alloc()
  FFmpegError.throwIfError(context.alloc(filter), 'extract_extradata')
  const parameters = context.inputCodecParameters
  if (!parameters) throw new Error('A bit stream filter without parameters')
  parameters.codecType = AVMEDIA_TYPE_VIDEO
  parameters.codecId = stream.codecId as AVCodecID
  FFmpegError.throwIfError(context.init(), 'extract_extradata')
  packet.data = data
  FFmpegError.throwIfError(context.sendPacketSync(packet), 'extract_extradata')
  FFmpegError.throwIfError(context.receivePacketSync(packet), 'extract_extradata')
  return Buffer.from(packet.getSideData(AV_PKT_DATA_NEW_EXTRADATA) ?? [])
}
