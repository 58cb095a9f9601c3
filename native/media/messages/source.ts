import { z } from 'zod'

/** Sources of one table: as many as the multiview has tiles. */
export const sourcesMax = 9

export const feedIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use small letters, digits and hyphens')
const port = z.number().int().min(1).max(65_535)
const address = (schemes: readonly string[]) =>
  z
    .string()
    .max(500)
    .refine((url) => schemes.some((scheme) => url.startsWith(`${scheme}://`)) && URL.canParse(url), {
      error: `Write an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    })

/**
 * Where a source's picture comes from. Each names its device or peer by what stays the same (a serial number, a URL),
 * never by an index that changes with the order of plugging in.
 */
export const sourceAddressSchema = z.discriminatedUnion('kind', [
  /** A camera or grabber of this machine (V4L2, AVFoundation, DirectShow), by the stable id that the list of devices gives. */
  z.strictObject({
    kind: z.literal('device'),
    device: z.string().min(1).max(300),
    width: z.number().int().min(16).max(4096).exactOptional(),
    height: z.number().int().min(16).max(2304).exactOptional(),
    fps: z.number().min(1).max(120).exactOptional(),
    /** What the camera is asked to send, as FFmpeg names it: `mjpeg`, `h264`, `yuyv422` … */
    format: z.string().max(20).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('rtsp'),
    url: address(['rtsp', 'rtsps']),
    transport: z.enum(['tcp', 'udp']).default('tcp'),
  }),
  z.strictObject({
    kind: z.literal('srt'),
    url: address(['srt']),
    mode: z.enum(['caller', 'listener']),
    latencyMs: z.number().int().min(0).max(5_000).default(60),
    passphrase: z.string().min(10).max(79).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('rtmp'), url: address(['rtmp', 'rtmps']), mode: z.enum(['caller', 'listener']) }),
  /** MPEG-TS over UDP, unicast or multicast. */
  z.strictObject({ kind: z.literal('udp'), url: address(['udp']) }),
  /** MPEG-TS over a TCP connection that we make; the virtual studio's cameras are such. */
  z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1).max(253), port }),
  /** A file, looped, at its own pace. */
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(1000) }),
  /** A moving test pattern with a tone of 1 kHz. */
  z.strictObject({
    kind: z.literal('pattern'),
    width: z.number().int().min(16).max(1920).default(1280),
    height: z.number().int().min(16).max(1080).default(720),
    fps: z.number().min(1).max(60).default(30),
  }),
])
export type SourceAddress = z.infer<typeof sourceAddressSchema>

/** When the watch on a source speaks. What is left out follows the defaults of `native/media/watch`. */
const watchThresholdsSchema = z.strictObject({
  /** Parts of the expected rate below which it is amber and red (OBS: 0.95, 0.8). */
  fpsAttention: z.number().min(0).max(1).exactOptional(),
  fpsAlarm: z.number().min(0).max(1).exactOptional(),
  /** Parts of all frames that were dropped, above which it is amber and red (OBS: 0.01, 0.05). */
  droppedAttention: z.number().min(0).max(1).exactOptional(),
  droppedAlarm: z.number().min(0).max(1).exactOptional(),
  /** A picture that does not move for this long is frozen, ms; 0: this one may stand still. */
  frozenMs: z.number().int().min(0).max(600_000).exactOptional(),
  /** Sound below this for `silentMs` is silence, dBFS. */
  silenceDbfs: z.number().min(-90).max(0).exactOptional(),
  silentMs: z.number().int().min(0).max(600_000).exactOptional(),
})

export const sourceSettingsSchema = z.strictObject({
  id: feedIdSchema,
  name: z.string().min(1).max(60),
  address: sourceAddressSchema,
  /** Frames a second at which it is well. */
  fps: z.number().min(1).max(120).default(30),
  /** Whether it is expected to bring sound. */
  sound: z.boolean().default(false),
  /** The source that takes its place on air when it fails. */
  backup: feedIdSchema.exactOptional(),
  watch: watchThresholdsSchema.default({}),
})
export type SourceSettings = z.infer<typeof sourceSettingsSchema>
