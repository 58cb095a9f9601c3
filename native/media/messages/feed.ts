import { z } from 'zod'
import { feedIdSchema } from './source.ts'

export const rungsMax = 3

const codecSchema = z.enum(['h264', 'h265', 'av1'])
export type VideoCodec = z.infer<typeof codecSchema>

/** One simulcast layer. */
const rungSchema = z.strictObject({
  width: z.number().int().min(64).max(1920).multipleOf(2),
  height: z.number().int().min(36).max(1080).multipleOf(2),
  fps: z.number().min(5).max(60).default(30),
  /** bit/s */
  bitrate: z.number().int().min(50_000).max(20_000_000),
})
export type Rung = z.infer<typeof rungSchema>

/** How the program is encoded and sent. */
export const ladderSettingsSchema = z.strictObject({
  codec: codecSchema.default('h264'),
  /** An encoder by its name in the list of capabilities, or the best that works. */
  encoder: z.string().min(1).max(40).default('auto'),
  /** The largest first. */
  rungs: z.array(rungSchema).min(1).max(rungsMax),
  /** The playout-delay extension on every packet, ms: 0/0 asks viewers to show a picture at once; a wider one smooths judder. */
  playoutDelay: z
    .strictObject({ minMs: z.number().int().min(0).max(10_000), maxMs: z.number().int().min(0).max(40_000) })
    .default({ minMs: 0, maxMs: 0 }),
})
export type LadderSettings = z.infer<typeof ladderSettingsSchema>

export const soundSettingsSchema = z.strictObject({
  source: feedIdSchema,
  /** bit/s */
  bitrate: z.number().int().min(16_000).max(256_000).default(96_000),
})
export type SoundSettings = z.infer<typeof soundSettingsSchema>

const key = z.string().regex(/^[A-Za-z0-9+/]{38}==$/, 'A key and salt for AES-128-GCM are 28 bytes in base64')
const ssrc = z.number().int().min(1).max(0xffffffff)
const payloadType = z.number().int().min(96).max(127)

/** Where the program is sent: one 5-tuple for all rungs and the sound. */
export const mediaTargetSchema = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()]),
  port: z.number().int().min(1).max(65_535),
  cname: z.string().min(1).max(64),
  /** Changes when the SFU is a new one: report and send key frames afresh. */
  instance: z.string().min(1),
  /** One SSRC a rung, the largest rung first. */
  video: z.strictObject({ payloadType, ssrcs: z.array(ssrc).min(1).max(rungsMax) }),
  audio: z.strictObject({ payloadType, ssrc }).nullable(),
  /** AEAD_AES_128_GCM (RFC 7714), key and salt in base64; null: plain RTP, on loopback alone. */
  srtp: z.strictObject({ sendKey: key, receiveKey: key }).nullable(),
})
export type MediaTarget = z.infer<typeof mediaTargetSchema>

/** What one encoder of this machine can do, as found by really encoding with it. */
export const encoderCapabilitySchema = z.strictObject({
  /** FFmpeg's name: `libx264`, `h264_nvenc` … */
  name: z.string(),
  /** `NVENC`, `QSV`, `VAAPI`, `AMF`, `VideoToolbox`, `V4L2 M2M`, `software` */
  family: z.string(),
  codec: codecSchema,
  usable: z.boolean(),
  /** The driver's own words, when it is not usable. */
  why: z.string().exactOptional(),
  /** 720p frames a second, measured; null when it is not usable or was not measured. */
  fps: z.number().nullable(),
  /** How many it runs at once, as tried up to the ladder's need; null when not known. */
  sessionsMax: z.number().int().nullable(),
})
export type EncoderCapability = z.infer<typeof encoderCapabilitySchema>
