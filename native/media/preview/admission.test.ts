import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { admitted } from './admission.ts'

const token = 'the-token-of-this-launch'

function request(url: string, origin?: string): IncomingMessage {
  const message = new IncomingMessage(new Socket())
  message.url = url
  if (origin !== undefined) message.headers.origin = origin
  return message
}

it('admits a window with the token, from this computer', () => {
  const origins = [
    undefined,
    'null',
    'file://',
    'app://tablecast',
    'http://127.0.0.1:7410',
    'http://localhost:5173',
    'http://[::1]:80',
  ]
  for (const origin of origins) expect(admitted(request(`/?token=${token}`, origin), token), origin).toBe(true)
})

it('refuses any other token, and none', () => {
  for (const url of [
    '/',
    '/?token=',
    '/?token=x',
    `/?token=${token}x`,
    `/?token=${token.slice(1)}`,
    `/?other=${token}`,
  ]) {
    expect(admitted(request(url, 'http://localhost'), token), url).toBe(false)
  }
})

it('refuses a web site, even with the token', () => {
  for (const origin of [
    'https://example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.5:7410',
    'nonsense',
    '',
  ]) {
    expect(admitted(request(`/?token=${token}`, origin), token), origin).toBe(false)
  }
})
