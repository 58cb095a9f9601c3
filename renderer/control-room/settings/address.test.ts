import { describe, expect, it } from 'vitest'
import { addressKinds, addressWords, kindsOf, maskedUrl } from './address.ts'

describe('an address on a screen', () => {
  it.each([
    ['rtsp://admin:hunter2@192.0.2.10/wheel', 'rtsp://admin:••••••@192.0.2.10/wheel'],
    ['srt://host:9000?latency=60&passphrase=open-sesame', 'srt://host:9000?latency=60&passphrase=••••••'],
    ['rtmp://host/live?key=abc&x=1', 'rtmp://host/live?key=••••••&x=1'],
  ])('hides the secret of %s', (url, masked) => {
    expect(maskedUrl(url)).toBe(masked)
  })

  it.each(['rtsp://192.0.2.10:554/wheel', 'udp://239.0.0.1:5000', 'rtsp://admin@host/x', ''])(
    'shows %j as it is',
    (url) => {
      expect(maskedUrl(url)).toBe(url)
    },
  )
})

describe('a kind of source', () => {
  it.each(kindsOf)('%s has a new one with nothing but fields that can be filled in', (kind) => {
    const { fresh, fields } = addressKinds[kind]
    const keys = Object.keys(fresh).filter((key) => key !== 'kind')
    expect(fields.map(({ key }) => key)).toEqual(expect.arrayContaining(keys))
    expect(addressWords(fresh)).toBeTypeOf('string')
  })
})
