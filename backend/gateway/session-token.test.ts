import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { playerIdSchema } from '../contract/index.ts'
import { SessionTokens } from './session-token.ts'

const tokens = new SessionTokens('the secret of the services')
const playerId = playerIdSchema.parse(randomUUID())
const now = Date.UTC(2026, 10, 21)
const days = 24 * 60 * 60 * 1000

test('a token names its player until it expires', () => {
  const token = tokens.issue(playerId, now)
  expect(tokens.read(token, now)).toBe(playerId)
  expect(tokens.read(token, now + 30 * days - 1)).toBe(playerId)
  expect(tokens.read(token, now + 30 * days)).toBeNull()
})

test('a token of another key, another player or another expiry is none', () => {
  const token = tokens.issue(playerId, now)
  const [player, expiry, signature] = token.split('.')
  expect(new SessionTokens('another secret entirely').read(token, now)).toBeNull()
  expect(tokens.read(`${randomUUID()}.${expiry}.${signature}`, now)).toBeNull()
  expect(tokens.read(`${player}.${Number(expiry) + 1}.${signature}`, now)).toBeNull()
})

test.each(['', '.', '..', '...', 'a.b.c', `${playerId}.${now + days}.`, `${playerId}.${now + days}.${'A'.repeat(43)}`])(
  'what was never issued is no token: %j',
  (text) => expect(tokens.read(text, now)).toBeNull(),
)

test('a token with something behind it is none', () => {
  expect(tokens.read(`${tokens.issue(playerId, now)}.`, now)).toBeNull()
})
