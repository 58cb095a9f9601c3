import { expect, test } from 'vitest'
import { isTrustedOrigin } from './origin.ts'

const listed = new Set(['https://play.example'])
const host = 'tablecast.local:7400'

test.each(['http://tablecast.local:7400', 'https://tablecast.local:7400', 'https://play.example', undefined])(
  'trusted: %s',
  (origin) => expect(isTrustedOrigin(origin, host, listed)).toBe(true),
)

test.each([
  'http://tablecast.local',
  'http://tablecast.local:7401',
  'http://tablecast.local.evil.example:7400',
  'http://evil.example',
  'http://play.example',
  'https://play.example:444',
  'null',
  '',
])('not trusted: %j', (origin) => expect(isTrustedOrigin(origin, host, listed)).toBe(false))

test('without a host only listed origins are trusted', () => {
  expect(isTrustedOrigin('https://play.example', undefined, listed)).toBe(true)
  expect(isTrustedOrigin('http://tablecast.local:7400', undefined, listed)).toBe(false)
})
