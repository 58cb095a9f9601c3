import { EncoderError } from './encoder-error.ts'

/**
 * Waits for an encoder's call, but not for ever. A call into a driver cannot be interrupted: one that is too late is left
 * alone, and what it brings in the end goes to `late`.
 *
 * @throws EncoderError `stuck`, after `ms`
 */
export async function within<T>(
  ms: number,
  encoder: string,
  call: Promise<T>,
  late: (value: T) => void = () => {},
): Promise<T> {
  const tooLate = Promise.withResolvers<never>()
  let waiting = true
  const expire = () => {
    if (!waiting) return
    tooLate.reject(new EncoderError(encoder, `It did not answer within ${ms} ms`, { stuck: true }))
    call.then(late, () => {})
  }
  // A timer that comes late itself, as the event loop was held up, comes before answers that wait there: let them through.
  const timer = setTimeout(() => setImmediate(expire), ms)
  try {
    return await Promise.race([call, tooLate.promise])
  } finally {
    waiting = false
    clearTimeout(timer)
  }
}
