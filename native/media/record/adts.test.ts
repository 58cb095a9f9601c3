import { expect, it } from 'vitest'
import { adtsHeaderBytes, audioSpecificConfig } from './adts.ts'

/** AAC-LC, 48 kHz, stereo, 9 bytes long. */
const packet = Buffer.from('fff14c8001220000ff', 'hex')

it('finds the header before the content', () => {
  expect(adtsHeaderBytes(packet)).toBe(7)
  expect(adtsHeaderBytes(Buffer.from('fff04c80012200001234ff', 'hex'))).toBe(9)
})

it('finds none where there is none', () => {
  expect(adtsHeaderBytes(Buffer.from('211b8000', 'hex'))).toBe(0)
  expect(adtsHeaderBytes(Buffer.from('211b80001122334455', 'hex'))).toBe(0)
  expect(audioSpecificConfig(Buffer.alloc(0))).toBeNull()
})

it('says once what the headers say each time', () => {
  expect(audioSpecificConfig(packet)?.toString('hex')).toBe('1190')
})
