import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

test('an environment that makes no sense is refused by the name of each variable', () => {
  const env = { STUDIO_PORT: '70000', STUDIO_SECRET: 'short', HEALTH: '{' }
  expect(() => readEnvironment(env)).toThrow(/STUDIO_PORT: .*STUDIO_SECRET: .*HEALTH: must be JSON/)
})

test('a secret is made for each launch that brings none', () => {
  const [one, other] = [readEnvironment({}), readEnvironment({})]
  expect(one.secret).not.toBe(other.secret)
  expect(one.serviceSecret).toBeNull()
})
