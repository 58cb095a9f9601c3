import type { RouterRtpCodecCapability, RtpHeaderExtensionParameters, RtpParameters } from 'mediasoup/types'
import type { IngestWish } from '../contract/index.ts'

/** H.264 constrained baseline, no B-frames: what every browser decodes. Level 4.2 is the largest rung there is, 1080p60. */
const h264 = {
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e02a', 'level-asymmetry-allowed': 1 },
} as const
const av1 = { mimeType: 'video/AV1', clockRate: 90_000 } as const
const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 } as const

/** What mediasoup passes on of each codec: no H.265, and AV1 in one rung alone. */
const videoFormats = { h264: { format: h264, rungsMax: 3 }, av1: { format: av1, rungsMax: 1 }, h265: null } as const
/** Said of the sound, so that decoders make both channels and use what repairs a loss. */
const opusParameters = { 'sprop-stereo': 1, stereo: 1, useinbandfec: 1 }

/** Without these no PLI and no NACK is ever sent to the encoder. */
const videoFeedback = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }]
const audioFeedback = [{ type: 'nack' }]

/** The ids that the sender writes; mediasoup maps them to its own and forwards both. */
const absCaptureTime: RtpHeaderExtensionParameters = {
  uri: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  id: 1,
}
const playoutDelay: RtpHeaderExtensionParameters = {
  uri: 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  id: 2,
}

/** AV1's own: without it mediasoup knows no key frame. */
const dependencyDescriptor: RtpHeaderExtensionParameters = {
  uri: 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  id: 3,
}

/** What a table's router can pass on, and how its picture and sound arrive. */
export interface ProgramParameters {
  readonly mediaCodecs: RouterRtpCodecCapability[]
  readonly video: RtpParameters
  readonly audio: RtpParameters | null
}

/** Null when mediasoup does not pass such a picture on. */
export function programParameters({ video, audio, cname }: IngestWish): ProgramParameters | null {
  const known = videoFormats[video.codec]
  if (!known || video.ssrcs.length > known.rungsMax) return null
  const { format } = known
  const rtcp = { cname, reducedSize: true }
  return {
    mediaCodecs: [
      { kind: 'video', ...format },
      { kind: 'audio', ...opus },
    ],
    video: {
      codecs: [{ ...format, payloadType: video.payloadType, rtcpFeedback: videoFeedback }],
      // One SSRC a rung; mediasoup wants the smallest first.
      encodings: video.ssrcs.toReversed().map((ssrc) => ({ ssrc })),
      headerExtensions: [absCaptureTime, playoutDelay, ...(video.codec === 'av1' ? [dependencyDescriptor] : [])],
      rtcp,
    },
    audio: audio && {
      codecs: [{ ...opus, payloadType: audio.payloadType, parameters: opusParameters, rtcpFeedback: audioFeedback }],
      encodings: [{ ssrc: audio.ssrc }],
      // Here too: one stream without it would take both to the sender reports' timing.
      headerExtensions: [absCaptureTime],
      rtcp,
    },
  }
}
