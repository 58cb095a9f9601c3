/** Sound on its way through this process. */
export interface CapturedSound {
  /** 48 kHz, stereo, interleaved, −1 to 1; of any length up to 200 ms. */
  readonly samples: Float32Array
  /** When its first sample was heard: UTC, ms, by the same mapping as its source's pictures. */
  readonly capturedAt: number
}

/** One encoded picture. */
export interface EncodedPicture {
  /** H.264 and H.265: Annex B, with parameter sets before each key frame; AV1: a temporal unit. */
  readonly data: Buffer
  readonly key: boolean
  /** UTC, ms */
  readonly capturedAt: number
}

/** A stream of packets as a source sends them, for those that keep them without decoding. */
export interface SourceStream {
  readonly kind: 'video' | 'audio'
  /** FFmpeg's codec id and name. */
  readonly codecId: number
  readonly codec: string
  /** The decoder's extra data (SPS and PPS, AudioSpecificConfig); empty when the stream carries them. */
  readonly extradata: Buffer
  readonly width: number
  readonly height: number
  readonly sampleRate: number
  readonly channels: number
}

/** One packet of a source's stream, as it came. */
export interface SourcePacket {
  readonly stream: SourceStream
  readonly data: Buffer
  readonly key: boolean
  /** UTC, ms, when its content was captured; and when it must be decoded, in the same clock. */
  readonly capturedAt: number
  readonly decodeAt: number
  readonly durationMs: number
}
