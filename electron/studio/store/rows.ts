import { z } from 'zod'
import { eventIdSchema, type TableEvent, tableEventSchema } from '../../../backend/contract/index.ts'
import { recordSchema } from '../api/index.ts'

/** An event as it waits; its sequence is `base + position`. */
export interface StoredEvent {
  readonly position: number
  readonly id: TableEvent['id']
  readonly at: number
  readonly body: TableEvent['body']
}

/** How far the backend has acknowledged, as a position in the outbox; 0 before the first. */
export interface OutboxPosition {
  /** The backend's sequence before our first event; null until it was asked. */
  readonly base: number | null
  readonly acknowledged: number
  readonly acknowledgedAt: number | null
  /** The last event's position. */
  readonly last: number
}

export const storedEventsSchema = z.array(
  z.object({
    position: z.number(),
    id: eventIdSchema,
    at: z.number(),
    body: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(tableEventSchema.shape.body),
  }),
)
export const positionSchema = z.object({
  base: z.number().nullable(),
  acknowledged: z.number(),
  acknowledgedAt: z.number().nullable(),
  last: z.number(),
})
/** Where the studio's HTTP server has the picture of a reading or a sighting. */
export function pictureUrl(id: string): string {
  return `/evidence/${id}.jpg`
}

/** A column without a value is null; in a record it is absent. */
export const recordsSchema = z.array(
  recordSchema
    .omit({ roundNumber: true, pictureUrl: true })
    .extend({ round: z.number().nullable(), picture: z.string().nullable() })
    .transform(({ round, picture, ...record }) => ({
      ...record,
      ...(round !== null && { roundNumber: round }),
      ...(picture !== null && { pictureUrl: pictureUrl(picture) }),
    })),
)
