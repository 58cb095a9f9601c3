import { oc } from '@orpc/contract'
import { z } from 'zod'
import { tableIdSchema, viewerIdSchema } from './identity.ts'
import { refusable } from './refusable.ts'

/** mediasoup's own shapes, checked for form only: mediasoup validates their content, and its TypeError becomes BAD_REQUEST. */
const opaque = z.record(z.string(), z.unknown())
export const dtlsParametersSchema = opaque
export const rtpCapabilitiesSchema = opaque

const ssrc = z.number().int().min(1).max(0xffffffff)
const payloadType = z.number().int().min(96).max(127)
/** Key and salt of AEAD_AES_128_GCM (RFC 7714), 28 bytes in base64. */
const srtpKey = z.string().regex(/^[A-Za-z0-9+/]{38}==$/)

const videoCodecSchema = z.enum(['h264', 'h265', 'av1'])

/**
 * The wish "this table's program arrives here". Idempotent: asked every second as a lease (`leaseMs`); the SFU forgets
 * an ingest whose lease has run out. The answer's `instance` changes when the SFU or its worker was restarted: send to
 * the new address with the same SSRCs.
 */
export const ingestWishSchema = z.object({
  tableId: tableIdSchema,
  cname: z.string().min(1).max(64),
  /** One SSRC for each rung, the largest rung first. */
  video: z.object({ codec: videoCodecSchema, payloadType, ssrcs: z.array(ssrc).min(1).max(3) }),
  /** Opus, 48 kHz stereo; null: the program is silent. */
  audio: z.object({ payloadType, ssrc }).nullable(),
  /** With which key the sender encrypts; the answer has the receiver's. */
  srtpKey,
})
export type IngestWish = z.infer<typeof ingestWishSchema>

/** The `instance` changes as well when the ingest alone was made anew, because its sender was lost. */
const ingestSchema = z.object({
  instance: z.string(),
  ip: z.string(),
  port: z.number().int(),
  leaseMs: z.number().int(),
  /** With which key the SFU encrypts its RTCP. */
  srtpKey,
})
export type Ingest = z.infer<typeof ingestSchema>

export const viewerJoinSchema = z.object({
  viewerId: viewerIdSchema,
  routerRtpCapabilities: opaque,
  /** Options of mediasoup-client's `createRecvTransport`. */
  transport: z.object({
    id: z.string(),
    iceParameters: opaque,
    iceCandidates: z.array(opaque),
    dtlsParameters: opaque,
  }),
})
export type ViewerJoin = z.infer<typeof viewerJoinSchema>

const consumerSchema = z.object({
  id: z.string(),
  producerId: z.string(),
  kind: z.enum(['video', 'audio']),
  rtpParameters: opaque,
})
/** The program's picture, and its sound where it has one. */
export const consumersSchema = z.object({ consumers: z.array(consumerSchema).min(1).max(2) })
export type ViewerConsumer = z.infer<typeof consumerSchema>

export const rungSchema = z.number().int().min(0).max(2)
const viewer = z.object({ viewerId: viewerIdSchema })

export const sfuContract = {
  ingest: refusable
    .route({ method: 'PUT', path: '/tables/{tableId}/ingest' })
    .input(ingestWishSchema)
    .output(ingestSchema),
  join: refusable
    .route({ method: 'POST', path: '/tables/{tableId}/viewers' })
    .input(z.object({ tableId: tableIdSchema }))
    .output(viewerJoinSchema),
  connect: refusable
    .route({ method: 'POST', path: '/viewers/{viewerId}/connect' })
    .input(viewer.extend({ dtlsParameters: dtlsParametersSchema }))
    .output(z.object({})),
  consume: refusable
    .route({ method: 'POST', path: '/viewers/{viewerId}/consume' })
    .input(viewer.extend({ rtpCapabilities: rtpCapabilitiesSchema }))
    .output(consumersSchema),
  resume: refusable.route({ method: 'POST', path: '/viewers/{viewerId}/resume' }).input(viewer).output(z.object({})),
  /** Which rung the viewer would like, 0 the smallest; it gets this one or the best below that its line carries. */
  prefer: refusable
    .route({ method: 'POST', path: '/viewers/{viewerId}/prefer' })
    .input(viewer.extend({ rung: rungSchema }))
    .output(z.object({})),
  leave: refusable.route({ method: 'DELETE', path: '/viewers/{viewerId}' }).input(viewer).output(z.object({})),
  status: oc.route({ method: 'GET', path: '/status' }).output(
    z.object({
      instance: z.string(),
      /** Tables with an ingest. Those who watch one join again when its `picture` changes. */
      tables: z.array(
        z.object({ tableId: tableIdSchema, picture: z.string(), live: z.boolean(), viewers: z.number().int() }),
      ),
    }),
  ),
}
