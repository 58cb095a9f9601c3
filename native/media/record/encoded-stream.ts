import { AV_CODEC_ID_AV1, AV_CODEC_ID_H264, AV_CODEC_ID_HEVC } from 'node-av'
import type { EncodedPicture, SourcePacket, SourceStream } from '../frame/index.ts'
import type { VideoCodec } from '../messages/index.ts'

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
