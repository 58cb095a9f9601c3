import { expect, test } from 'vitest'
import { BarcodeDecoder, encodeCard } from './codec.ts'

const decode = (text: string) => {
  const decoder = new BarcodeDecoder()
  const bytes = Buffer.from(text, 'latin1')
  return [...decoder.push(bytes), ...decoder.end()]
}

test('1010 is the ace of spades', () => {
  expect(decode('1010\r\n')).toEqual([{ type: 'card', suit: 'spades', rank: 1, raw: '1010' }])
})

test('of all codes of four digits 52 are cards, each another one, and are encoded alike', () => {
  const codes = Array.from({ length: 10_000 }, (_, code) => String(code).padStart(4, '0'))
  const cards = codes.flatMap((code) => decode(`${code}\r`).filter((frame) => frame.type === 'card'))
  expect(new Set(cards.map(({ suit, rank }) => `${suit} ${rank}`)).size).toBe(52)
  expect(cards).toHaveLength(52)
  for (const card of cards) expect(encodeCard(card)).toBe(`${card.raw}\r\n`)
  expect(cards.filter(({ rank }) => rank === 13).map(({ raw, suit }) => [raw, suit])).toEqual([
    ['1130', 'spades'],
    ['2130', 'hearts'],
    ['3130', 'clubs'],
    ['4130', 'diamonds'],
  ])
})

test('lines end with CR, LF or both, however the bytes are cut; equal codes in a row are two scans', () => {
  const stream = Buffer.from('1010\r4130\n4130\r\n\r\n2020\n')
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const decoder = new BarcodeDecoder()
    const frames = [stream.subarray(0, cut), stream.subarray(cut)].flatMap((piece) => decoder.push(piece))
    expect(frames.map(({ raw }) => raw)).toEqual(['1010', '4130', '4130', '2020'])
    expect(decoder.end()).toEqual([])
  }
})

test.each([
  ['not_four_digits', '101'],
  ['not_four_digits', '10101'],
  ['not_four_digits', ' 1010'],
  ['not_four_digits', '1A10'],
  ['not_four_digits', '1e+3'],
  ['unknown_suit', '0010'],
  ['unknown_suit', '5010'],
  ['unknown_rank', '1000'],
  ['unknown_rank', '1140'],
  ['unknown_rank', '1011'],
  ['unknown_rank', '1001'],
])('%s: %j', (reason, line) => {
  expect(decode(`${line}\n1010\n`)).toEqual([
    { type: 'corrupt', reason, raw: line },
    { type: 'card', suit: 'spades', rank: 1, raw: '1010' },
  ])
})

test('what is no text, too long or without its end is no card', () => {
  const reasons = (text: string) => decode(text).map((frame) => frame.type === 'corrupt' && frame.reason)
  expect(reasons('10\x0010\r')).toEqual(['not_text'])
  expect(reasons(`${'1010'.repeat(100)}\r1010\r`)).toEqual(['overlong', false])
  expect(reasons('1010')).toEqual(['unfinished'])
})
