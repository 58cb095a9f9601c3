import {
  AV_HWDEVICE_TYPE_VAAPI,
  AV_PIX_FMT_NV12,
  AV_PIX_FMT_YUV420P,
  type AVHWDeviceType,
  type AVPixelFormat,
  type FFEncoderCodec,
} from 'node-av'
import type { VideoCodec } from '../messages/index.ts'

/** An encoder that this room knows how to run without delay: one picture in, one out, key frames when asked for. */
export interface EncoderCandidate {
  /** FFmpeg's name. */
  readonly name: FFEncoderCodec
  readonly family: 'NVENC' | 'QSV' | 'VAAPI' | 'AMF' | 'VideoToolbox' | 'V4L2 M2M' | 'software'
  readonly codec: VideoCodec
  /** How its pictures lie in memory. */
  readonly format: AVPixelFormat
  /** Its pictures must lie in a device's memory: they are uploaded. Others take them from ours. */
  readonly device?: AVHWDeviceType
  /** Whether it follows a new bitrate while it runs; the others are replaced by a new one. */
  readonly followsBitrate: boolean
  /** Whether it wants a peak rate and a buffer for it; SVT-AV1 refuses them at a constant bitrate. */
  readonly peakRate: boolean
  readonly options: Readonly<Record<string, string>>
}

type Options = Readonly<Record<string, string>>

function hardware(
  family: EncoderCandidate['family'],
  format: AVPixelFormat,
  followsBitrate: boolean,
  encoders: Readonly<Record<string, readonly [VideoCodec, Options]>>,
  common: Options,
  device?: AVHWDeviceType,
): EncoderCandidate[] {
  return Object.entries(encoders).map(([name, [codec, own]]) => ({
    name: name as FFEncoderCodec,
    family,
    codec,
    format,
    ...(device !== undefined && { device }),
    followsBitrate,
    peakRate: true,
    options: { ...common, ...own },
  }))
}

const software = { family: 'software', format: AV_PIX_FMT_YUV420P } as const

/**
 * All of them, the preferred first. No B-frames, no look-ahead, no scene cuts, one picture in flight; H.264 in constrained
 * baseline. FFmpeg ignores an option that an encoder does not have: a test looks each of them up.
 */
export const encoderCandidates: readonly EncoderCandidate[] = [
  ...hardware(
    'NVENC',
    AV_PIX_FMT_YUV420P,
    true,
    { h264_nvenc: ['h264', { profile: 'baseline' }], hevc_nvenc: ['h265', {}], av1_nvenc: ['av1', {}] },
    { preset: 'p3', tune: 'ull', rc: 'cbr', zerolatency: '1', delay: '0', 'forced-idr': '1', 'no-scenecut': '1' },
  ),
  ...hardware(
    'QSV',
    AV_PIX_FMT_NV12,
    true,
    { h264_qsv: ['h264', { profile: 'baseline', look_ahead: '0' }], hevc_qsv: ['h265', {}], av1_qsv: ['av1', {}] },
    { preset: 'veryfast', async_depth: '1', forced_idr: '1' },
  ),
  ...hardware(
    'AMF',
    AV_PIX_FMT_NV12,
    false,
    {
      h264_amf: ['h264', { profile: 'constrained_baseline' }],
      hevc_amf: ['h265', { header_insertion_mode: 'idr' }],
      av1_amf: ['av1', { header_insertion_mode: 'frame' }],
    },
    { usage: 'ultralowlatency', quality: 'speed', rc: 'cbr', forced_idr: '1' },
  ),
  ...hardware(
    'VideoToolbox',
    AV_PIX_FMT_NV12,
    false,
    { h264_videotoolbox: ['h264', { profile: 'constrained_baseline' }], hevc_videotoolbox: ['h265', {}] },
    { realtime: '1', prio_speed: '1' },
  ),
  ...hardware(
    'VAAPI',
    AV_PIX_FMT_NV12,
    false,
    { h264_vaapi: ['h264', { profile: 'constrained_baseline' }], hevc_vaapi: ['h265', {}], av1_vaapi: ['av1', {}] },
    { rc_mode: 'CBR', async_depth: '1' },
    AV_HWDEVICE_TYPE_VAAPI,
  ),
  ...hardware('V4L2 M2M', AV_PIX_FMT_NV12, false, { h264_v4l2m2m: ['h264', {}], hevc_v4l2m2m: ['h265', {}] }, {}),
  {
    ...software,
    name: 'libx264' as FFEncoderCodec,
    codec: 'h264',
    followsBitrate: true,
    peakRate: true,
    options: {
      preset: 'superfast',
      tune: 'zerolatency',
      profile: 'baseline',
      'forced-idr': '1',
      'x264-params': 'scenecut=0:keyint=infinite:sliced-threads=1:repeat-headers=1',
    },
  },
  {
    ...software,
    name: 'libx265' as FFEncoderCodec,
    codec: 'h265',
    followsBitrate: false,
    peakRate: true,
    options: {
      preset: 'ultrafast',
      tune: 'zerolatency',
      'forced-idr': '1',
      // Two threads on the rows of one picture: on one alone a 720p picture takes most of its 33 ms.
      'x265-params': 'scenecut=0:keyint=-1:repeat-headers=1:frame-threads=1:pools=2:log-level=none',
    },
  },
  {
    ...software,
    name: 'libsvtav1' as FFEncoderCodec,
    codec: 'av1',
    followsBitrate: false,
    peakRate: false,
    // Low delay, constant bitrate, the real-time tools, one thread.
    options: { preset: '12', 'svtav1-params': 'pred-struct=1:rc=2:rtc=1:lp=1' },
  },
]

/** The encoder by FFmpeg's name. */
export function encoderCandidate(name: string): EncoderCandidate | undefined {
  return encoderCandidates.find((candidate) => candidate.name === name)
}
