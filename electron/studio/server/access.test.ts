import { expect, test } from 'vitest'
import { Access } from './access.ts'

const secret = 'a-secret-of-this-launch'
const access = new Access(secret, 7410)

test('the secret alone opens', () => {
  expect(access.knows(secret)).toBe(true)
  for (const other of [undefined, '', 'a-secret-of-this-launc', `${secret}x`, secret.toUpperCase()]) {
    expect(access.knows(other)).toBe(false)
  }
})

test('the secret is found among the subprotocols', () => {
  expect(access.protocolOf(['tablecast', `tablecast.${secret}`])).toBe(`tablecast.${secret}`)
  expect(access.protocolOf([secret, 'tablecast.', 'tablecast.other'])).toBeUndefined()
  expect(access.protocolOf([])).toBeUndefined()
})

test.each(['http://127.0.0.1:7410', 'http://localhost:7410', undefined])('origin %s is trusted', (origin) => {
  expect(access.isOwnOrigin(origin)).toBe(true)
})

test.each([
  'http://127.0.0.1:7400',
  'https://127.0.0.1:7410',
  'http://127.0.0.1:7410.example.com',
  'http://example.com',
  'null',
  'file://',
  '',
])('origin %j is not trusted', (origin) => {
  expect(access.isOwnOrigin(origin)).toBe(false)
})

test('a foreign name for this machine is not trusted', () => {
  expect(access.isOwnHost('127.0.0.1:7410')).toBe(true)
  expect(access.isOwnHost('localhost:7410')).toBe(true)
  for (const host of ['example.com:7410', '127.0.0.1', '127.0.0.1:7411', undefined]) {
    expect(access.isOwnHost(host)).toBe(false)
  }
})
