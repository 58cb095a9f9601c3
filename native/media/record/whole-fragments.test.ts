import { expect, it } from 'vitest'
import { wholeFragmentEnds } from './whole-fragments.ts'

function box(type: string, content = 0): Buffer {
  const bytes = Buffer.alloc(8 + content)
  bytes.writeUInt32BE(bytes.length)
  bytes.write(type, 4, 'latin1')
  return bytes
}
const ends = (file: Buffer) => wholeFragmentEnds(async (at, length) => file.subarray(at, at + length), file.length)
const head = Buffer.concat([box('ftyp', 20), box('moov', 500)])
const fragment = Buffer.concat([box('moof', 100), box('mdat', 3_000)])

it('finds the end of every whole fragment, wherever the file was cut off', async () => {
  const file = Buffer.concat([head, fragment, fragment, fragment])
  for (let size = 0; size <= file.length; size++) {
    const whole = Math.floor((size - head.length) / fragment.length)
    const found = await ends(file.subarray(0, size))
    expect(found).toEqual(Array.from({ length: Math.max(0, whole) }, (_, i) => head.length + (i + 1) * fragment.length))
  }
})

it('stops at zeros, which a power cut may leave', async () => {
  expect(await ends(Buffer.concat([head, fragment, Buffer.alloc(4_096)]))).toEqual([head.length + fragment.length])
  expect(await ends(Buffer.alloc(4_096))).toEqual([])
})

it('knows boxes of 64-bit length', async () => {
  const large = Buffer.alloc(16 + 100)
  large.writeUInt32BE(1)
  large.write('mdat', 4, 'latin1')
  large.writeBigUInt64BE(BigInt(large.length), 8)
  const file = Buffer.concat([head, box('moof'), large])
  expect(await ends(file)).toEqual([file.length])
  expect(await ends(file.subarray(0, file.length - 1))).toEqual([])
})

it('finds none in a file without its head', async () => {
  expect(await ends(fragment)).toEqual([])
})
