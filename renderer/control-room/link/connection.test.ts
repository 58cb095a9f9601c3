import { describe, expect, it } from 'vitest'
import { connectionWords, reconnectMs, reconnectMsMax, studioAddress } from './connection.ts'

describe('reconnecting', () => {
  it('doubles from half a second and stays at its bound for ever', () => {
    expect([1, 2, 3, 4, 5, 6].map(reconnectMs)).toEqual([500, 1000, 2000, 4000, 8000, reconnectMsMax])
    expect(reconnectMs(5_000)).toBe(reconnectMsMax)
  })

  it('says the reason, the seconds left and the attempt', () => {
    const waiting = { state: 'waiting', attempt: 2, retryAt: 10_000, reason: 'The studio does not answer.' } as const
    expect(connectionWords(waiting, 6_100)).toBe('The studio does not answer. Trying again in 4 s, attempt 3.')
    expect(connectionWords(waiting, 11_000)).toContain('in 0 s')
    expect(connectionWords({ state: 'connecting', attempt: 3 }, 0)).toContain('attempt 3')
  })
})

describe('the address', () => {
  it('takes host and secret from the window', () => {
    expect(studioAddress({ protocol: 'http:', host: '127.0.0.1:7410', hash: '#s3cret_key-1' })).toEqual({
      url: 'ws://127.0.0.1:7410/api',
      protocol: 'tablecast.s3cret_key-1',
      secret: 's3cret_key-1',
    })
    expect(studioAddress({ protocol: 'https:', host: 'studio', hash: '#12345678' })?.url).toBe('wss://studio/api')
  })

  it.each(['', '#', '#short', '#has space in it', '#a/b=c+defgh'])('refuses %j as a secret', (hash) => {
    expect(studioAddress({ protocol: 'http:', host: 'x', hash })).toBeUndefined()
  })
})
