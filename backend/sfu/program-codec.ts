import type { RouterRtpCodecCapability, RtpHeaderExtensionParameters, RtpParameters } from 'mediasoup/types'

/** What every browser decodes: H.264 constrained baseline, level 3.1 (1280×720 at 30 fps), no B-frames. */
const format = {
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
} as const

/** Without these no PLI and no NACK is ever sent to the encoder. */
const feedback = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }]

/** The ids that the encoder writes; mediasoup maps them to its own and forwards both. */
const headerExtensions: RtpHeaderExtensionParameters[] = [
  { uri: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time', id: 1 },
  { uri: 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay', id: 2 },
]

/** The one codec of a table's router. */
export const programCodec: RouterRtpCodecCapability = { kind: 'video', ...format }

/** How a table's program arrives: one SSRC a rung, one rung for now. */
export function programParameters(wish: { ssrc: number; payloadType: number; cname: string }): RtpParameters {
  return {
    codecs: [{ ...format, payloadType: wish.payloadType, rtcpFeedback: feedback }],
    encodings: [{ ssrc: wish.ssrc }],
    headerExtensions,
    rtcp: { cname: wish.cname, reducedSize: true },
  }
}
