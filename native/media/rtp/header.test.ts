import { expect, it } from 'vitest'
import { headerBytesMax, ntpTime, rtpHeader } from './header.ts'

const header = {
  payloadType: 101,
  sequence: 0xfffe,
  timestamp: 0xdeadbeef,
  ssrc: 0x01020304,
  playoutDelay: null,
  dependencyDescriptor: null,
}
const newYear = Date.UTC(2026, 0, 1)
const seconds = (newYear / 1000 + 2_208_988_800).toString(16)

it('writes a picture with its capture time and playout delay as receivers read them', () => {
  const playoutDelay = { minMs: 40, maxMs: 1_000 }
  const bytes = rtpHeader({ ...header, marker: true, capturedAt: newYear + 500, playoutDelay })
  expect(bytes.toString('hex')).toBe(`90e5fffedeadbeef01020304${'bede0004'}17${seconds}80000000${'22004064'}000000`)
})

it('writes sound with its capture time alone', () => {
  const bytes = rtpHeader({ ...header, marker: false, capturedAt: newYear })
  expect(bytes.toString('hex')).toBe(`9065fffedeadbeef01020304${'bede0003'}17${seconds}00000000${'000000'}`)
})

it('is longest with the descriptor of a key frame', () => {
  const dependencyDescriptor = Buffer.from('c00007800000dc', 'hex')
  const bytes = rtpHeader({
    ...header,
    marker: true,
    capturedAt: newYear,
    playoutDelay: { minMs: 0, maxMs: 0 },
    dependencyDescriptor: Buffer.concat([dependencyDescriptor, Buffer.of(1)]),
  })
  expect(bytes.length).toBe(headerBytesMax)
  expect(bytes.subarray(29, 38).toString('hex')).toBe('37c00007800000dc01')
})

it('keeps a playout delay within what twelve bits can say', () => {
  const playoutDelay = { minMs: 4, maxMs: 100_000 }
  const bytes = rtpHeader({ ...header, marker: false, capturedAt: 0, playoutDelay })
  expect(bytes.subarray(25, 29).toString('hex')).toBe('22000fff')
})

it('counts NTP time from 1900, in parts of 2^32', () => {
  expect(ntpTime(0)).toBe(2_208_988_800n << 32n)
  expect(ntpTime(1_250) - ntpTime(0)).toBe((1n << 32n) | (1n << 30n))
})
