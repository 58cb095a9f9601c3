import { oc } from '@orpc/contract'
import { z } from 'zod'
import { tableIdSchema, viewerIdSchema } from './identity.ts'
import { refusable } from './refusable.ts'

/** mediasoup's own shapes, checked for form only: mediasoup validates their content, and its TypeError becomes BAD_REQUEST. */
const opaque = z.record(z.string(), z.unknown())
export const dtlsParametersSchema = opaque
export const rtpCapabilitiesSchema = opaque

/**
 * The wish "this table's program arrives here". Idempotent: asked every second as a lease (`leaseMs`); the SFU forgets
 * an ingest whose lease has run out. The answer's `instance` changes when the SFU or its worker was restarted: send to
 * the new address with the same SSRC.
 */
export const ingestWishSchema = z.object({
  tableId: tableIdSchema,
  ssrc: z.number().int().min(1).max(0xffffffff),
  payloadType: z.number().int().min(96).max(127),
  cname: z.string().min(1).max(64),
})
export type IngestWish = z.infer<typeof ingestWishSchema>

/** The `instance` changes as well when the ingest alone was made anew, because its sender was lost. */
const ingestSchema = z.object({
  instance: z.string(),
  ip: z.string(),
  port: z.number().int(),
  leaseMs: z.number().int(),
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

export const consumerSchema = z.object({
  id: z.string(),
  producerId: z.string(),
  kind: z.literal('video'),
  rtpParameters: opaque,
})
export type ViewerConsumer = z.infer<typeof consumerSchema>

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
    .output(consumerSchema),
  resume: refusable.route({ method: 'POST', path: '/viewers/{viewerId}/resume' }).input(viewer).output(z.object({})),
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
