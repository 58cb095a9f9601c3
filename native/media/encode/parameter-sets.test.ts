import { expect, it } from 'vitest'
import { hasParameterSets } from './parameter-sets.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

it('finds the sequence parameters of each codec', () => {
  expect(hasParameterSets('h264', hex('00000001 6742c01f 00000001 68ce 000001 6588'))).toBe(true)
  expect(hasParameterSets('h264', hex('000001 6588 00000001 41ab'))).toBe(false)
  expect(hasParameterSets('h265', hex('00000001 4001 00000001 4201 00000001 4401 000001 2601'))).toBe(true)
  expect(hasParameterSets('h265', hex('00000001 4001 000001 2601'))).toBe(false)
  // A temporal delimiter, a sequence header of three bytes, a frame to the end.
  expect(hasParameterSets('av1', hex('1200 0a03 aabbcc 30 ff'))).toBe(true)
  expect(hasParameterSets('av1', hex('1200 3203 0a0a0a'))).toBe(false)
})

it('reads nothing out of nothing', () => {
  for (const codec of ['h264', 'h265', 'av1'] as const) {
    expect(hasParameterSets(codec, Buffer.alloc(0))).toBe(false)
    expect(hasParameterSets(codec, hex('000001'))).toBe(false)
    expect(hasParameterSets(codec, Buffer.alloc(100, 0xff))).toBe(false)
  }
})
