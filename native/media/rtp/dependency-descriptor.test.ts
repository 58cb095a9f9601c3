import { expect, it } from 'vitest'
import { dependencyDescriptor } from './dependency-descriptor.ts'

const hex = (part: Parameters<typeof dependencyDescriptor>[0]) => dependencyDescriptor(part).toString('hex')

it('names the template, the picture and its ends', () => {
  expect(hex({ first: true, last: false, key: false, picture: 0x10005 })).toBe('810005')
  expect(hex({ first: false, last: false, key: false, picture: 7 })).toBe('010007')
  expect(hex({ first: false, last: true, key: true, picture: 7 })).toBe('400007')
})

it('brings the structure with the first packet of a key frame', () => {
  // 10000 000000 00000 0011 1010 0 100000 0 0, then zeros
  expect(hex({ first: true, last: true, key: true, picture: 7 })).toBe('c00007' + '80003a' + '4000')
})
