import { ORPCError, ValidationError } from '@orpc/contract'
import type { Log } from './log.ts'
import { isRefusal, refusal } from './refusal.ts'

/** What the caller hears of an error: a refusal as it is, a bad request with what was wrong, and nothing of the rest. */
export function answerFor(error: unknown, log: Log): ORPCError<string, unknown> {
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
    const wrong = error.cause.issues.map(({ path, message }) => ({ path: path?.map(String).join('.') ?? '', message }))
    return Object.assign(refusal('BAD_REQUEST'), { data: { wrong } })
  }
  if (isRefusal(error)) return error
  if (error instanceof ORPCError && error.status < 500) return error
  if (clientStatus(error) !== undefined) return refusal('BAD_REQUEST', error)
  log.error({ err: error }, 'a request failed')
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Something went wrong here.' })
}

/** Fastify's own errors (no JSON, too large) carry the status that they mean. */
function clientStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : undefined
}
