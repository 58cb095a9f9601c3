import { expect, test } from 'vitest'
import { mutatedCaptures } from './captures.test-helper.ts'
import { codecs } from './codecs.ts'

const seed = 20_260
const bytesMin = 2_000_000

test('every codec is put to the test', () => {
  expect(Object.keys(mutatedCaptures)).toEqual([...codecs.keys()])
})

test.each(Object.entries(mutatedCaptures))(
  'a spoilt capture of %s: nothing illegal is heard, nothing whole is missed',
  (_, survive) => {
    const { missed, illegal, whole, spoilt, refused } = survive(seed, bytesMin)
    expect({ missed, illegal }, `seed ${seed}`).toEqual({ missed: 0, illegal: 0 })
    expect(Math.min(whole, spoilt)).toBeGreaterThan(10_000)
    expect(Object.keys(refused).length).toBeGreaterThan(3)
  },
)

test('the same seed spoils the same bytes', () => {
  for (const survive of Object.values(mutatedCaptures)) expect(survive(7, 10_000)).toEqual(survive(7, 10_000))
})

test('what is known of each protocol says where it was read', () => {
  for (const { facts } of codecs.values())
    for (const fact of [facts.line, facts.framing, facts.frameBytesMax, facts.silenceMsMax])
      expect(fact.source).not.toBe('')
})
