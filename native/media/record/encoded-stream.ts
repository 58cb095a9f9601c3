import { AV_CODEC_ID_AV1, AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_OPUS } from 'node-av'
import type { EncodedPicture, SourcePacket, SourceStream } from '../frame/index.ts'
import type { VideoCodec } from '../messages/index.ts'
import type { EncodedSound } from '../sound/index.ts'

const codecIds = { h264: AV_CODEC_ID_H264, h265: AV_CODEC_ID_HEVC, av1: AV_CODEC_ID_AV1 } as const

/** Pictures that we encoded ourselves, as if a source had sent them: so ring and recorder have one input. */
export class EncodedStream {
  readonly stream: SourceStream
  readonly #durationMs: number

  /** @param width px @param height px */
  constructor(codec: VideoCodec, width: number, height: number, fps: number) {
    this.stream = {
      kind: 'video',
      codecId: codecIds[codec],
      codec,
      extradata: Buffer.alloc(0),
      width,
      height,
      sampleRate: 0,
      channels: 0,
    }
    this.#durationMs = 1000 / fps
  }

  /** Our encoders hold no picture back: it is decoded when it is shown. */
  packet({ data, key, capturedAt }: EncodedPicture): SourcePacket {
    return { stream: this.stream, data, key, capturedAt, decodeAt: capturedAt, durationMs: this.#durationMs }
  }
}

const [opusRate, opusChannels] = [48_000, 2]

/** The identification header of Opus (RFC 7845, 5.1). It asks for nothing to be skipped: no file begins where the encoder did. */
function opusHead(): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead')
  head.writeUInt8(1, 8)
  head.writeUInt8(opusChannels, 9)
  head.writeUInt32LE(opusRate, 12)
  return head
}

/** Sound that we encoded ourselves. */
export const encodedSoundStream: SourceStream = {
  kind: 'audio',
  codecId: AV_CODEC_ID_OPUS,
  codec: 'opus',
  extradata: opusHead(),
  width: 0,
  height: 0,
  sampleRate: opusRate,
  channels: opusChannels,
}

export function soundPacket({ data, capturedAt, durationMs }: EncodedSound): SourcePacket {
  return { stream: encodedSoundStream, data, key: true, capturedAt, decodeAt: capturedAt, durationMs }
}
