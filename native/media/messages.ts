import type { WheelCalibration, WheelReading } from '../vision/index.ts'

/** What the media process of one table does; sent whole whenever it changes (desired state, not commands). */
export interface MediaConfiguration {
  readonly tableId: string
  /** The camera. `url` is any address FFmpeg opens; `format` names the demuxer where the address does not tell (`mpegts`). */
  readonly source: { readonly id: string; readonly name: string; readonly url: string; readonly format?: string }
  readonly wheel: WheelCalibration
  readonly program: { readonly width: number; readonly height: number; readonly fps: number; readonly bitrate: number }
  /** `width` px wide at the camera's aspect; at most `fps` a second. */
  readonly preview: { readonly width: number; readonly fps: number; readonly bitrate: number }
  /** Where the preview WebSocket listens on 127.0.0.1, and the token a window must show (`?token=`). */
  readonly previewPort: number
  readonly previewToken: string
  readonly httpPort: number
}

/** Where the program is sent; null while the SFU is away. */
export interface MediaTarget {
  readonly ip: string
  readonly port: number
  readonly ssrc: number
  readonly payloadType: number
  readonly cname: string
  /** Changes when the SFU is a new one: report and send key frames afresh. */
  readonly instance: string
}

/** Studio → media, over the child's IPC channel. */
export type MediaCommand =
  | { readonly type: 'configure'; readonly configuration: MediaConfiguration }
  | { readonly type: 'target'; readonly target: MediaTarget | null }

export type SourceState = 'connecting' | 'ok' | 'degraded' | 'stale' | 'lost'

export interface MediaStatistics {
  readonly source: {
    readonly state: SourceState
    /** What is wrong, in words for the operator; absent when ok. */
    readonly why?: string
    readonly width: number
    readonly height: number
    readonly fps: number
    /** Age of the newest frame in ms; null before the first. */
    readonly frameAgeMs: number | null
    readonly frames: number
    readonly dropped: number
    readonly black: boolean
    readonly frozen: boolean
  }
  readonly program: {
    readonly encoder: string
    readonly fps: number
    readonly bitrate: number
    readonly keyFrames: number
    /** Key frame requests (PLI, FIR) that arrived. */
    readonly keyFrameRequests: number
    readonly nacks: number
    readonly packets: number
    /** Fraction of packets the SFU did not get, 0–1; null before its first report. */
    readonly lost: number | null
  }
  readonly preview: { readonly windows: number; readonly fps: number }
  readonly vision: { readonly readMs: number; readonly fps: number }
}

/** Media → studio. */
export type MediaReport =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'statistics'; readonly at: number; readonly statistics: MediaStatistics }
  /** A change of what the camera says (kind, pocket, or a confidence that crossed the witness threshold), with the crop as JPEG when it shows a ball. */
  | { readonly type: 'reading'; readonly reading: WheelReading; readonly crop: Uint8Array | null }
  | { readonly type: 'source'; readonly at: number; readonly state: SourceState; readonly why?: string }

/**
 * The preview's binary WebSocket messages: one byte of kind, then
 * `1` configuration: a UTF-8 JSON `{codec, width, height}` for WebCodecs' VideoDecoder (Annex B, no description);
 * `2` key frame and `3` delta frame: capture time as a big-endian float64 (UTC ms), then the access unit in Annex B.
 */
export const previewMessage = { configuration: 1, keyFrame: 2, deltaFrame: 3 } as const
