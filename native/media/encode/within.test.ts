import { expect, it } from 'vitest'
import { EncoderError } from './encoder-error.ts'
import { within } from './within.ts'

it("gives the call's value, or its error", async () => {
  await expect(within(1_000, 'one', Promise.resolve(7))).resolves.toBe(7)
  await expect(within(1_000, 'one', Promise.reject(new Error('no')))).rejects.toThrow('no')
})

it('waits no longer than its bound, and hands over what comes later', async () => {
  const call = Promise.withResolvers<string>()
  const late = Promise.withResolvers<string>()
  const error = await within(1, 'one', call.promise, late.resolve).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(EncoderError)
  expect(error).toMatchObject({ encoder: 'one', stuck: true, message: 'It did not answer within 1 ms' })
  call.resolve('after all')
  await expect(late.promise).resolves.toBe('after all')
})

it('takes an answer that was there before the event loop had time for it', async () => {
  const call = Promise.withResolvers<string>()
  const taken = within(1, 'one', call.promise, () => expect.unreachable())
  setTimeout(() => call.resolve('in time'), 1)
  // Both timers are overdue when the loop turns: neither came late by its own fault.
  const until = performance.now() + 20
  while (performance.now() < until);
  await expect(taken).resolves.toBe('in time')
})
