import { constants } from 'node:os'
import { AVERROR_EOF, AVERROR_HTTP_UNAUTHORIZED, AVERROR_INVALIDDATA } from 'node-av'
import { expect, it } from 'vitest'
import { inWords, SourceError, sourceError } from './words.ts'

const { errno } = constants

it.each([
  [-errno.ECONNREFUSED, 'refused', '10.0.0.5:554 refuses the connection'],
  [-errno.ETIMEDOUT, 'no_answer', '10.0.0.5:554 does not answer'],
  [-errno.EADDRINUSE, 'busy', '10.0.0.5:554 is in use by another program'],
  [-errno.ENOENT, 'not_found', '10.0.0.5:554 is not there'],
  [AVERROR_EOF, 'ended', '10.0.0.5:554 ended the connection'],
  [AVERROR_INVALIDDATA, 'unknown_format', 'What 10.0.0.5:554 sends is not a stream of the expected kind'],
  [AVERROR_HTTP_UNAUTHORIZED, 'denied', expect.stringMatching(/password/)],
  [-errno.EIO, 'unreadable', expect.stringMatching(/^10.0.0.5:554 cannot be read: /)],
])('FFmpeg’s %i is "%s"', (code, kind, words) => {
  const error = sourceError(code, '10.0.0.5:554')
  expect(error).toBeInstanceOf(SourceError)
  expect(error.code).toBe(kind)
  expect(inWords(error)).toEqual(words)
})

it('has words for what nobody foresaw', () => {
  expect(inWords(new Error('out of memory'))).toBe('The source cannot be read: out of memory')
})
