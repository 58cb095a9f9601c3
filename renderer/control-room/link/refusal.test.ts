import { ORPCError } from '@orpc/client'
import { expect, it } from 'vitest'
import { refusalWords } from './refusal.ts'

it.each([
  [
    'a refusal of the contract',
    new ORPCError('MEDIA_AWAY', { status: 503, defined: true, message: 'It is away.' }),
    'It is away.',
  ],
  [
    'a call that is not valid',
    new ORPCError('BAD_REQUEST', { message: 'Say who you are first' }),
    'Say who you are first',
  ],
  [
    'a failure of the studio',
    new ORPCError('INTERNAL_SERVER_ERROR', { message: 'ENOSPC' }),
    'The studio could not do it. Its record says more.',
  ],
  ['no answer in time', AbortSignal.timeout(0), 'The studio did not answer in time.'],
  ['no studio', new Error('The studio is away.'), 'The studio is away.'],
  ['nothing that is known', undefined, 'The studio did not answer.'],
])('says %s in words', async (_, cause, words) => {
  if (cause instanceof AbortSignal && !cause.aborted)
    await new Promise((resolve) => cause.addEventListener('abort', resolve))
  expect(refusalWords(cause instanceof AbortSignal ? cause.reason : cause)).toBe(words)
})
