import { expect, test } from 'vitest'
import { seededRandom } from '../../../test/house/random.ts'
import { shoeSays, spoil } from '../captures.test-helper.ts'
import { AngelEyeDecoder, type AngelEyeFrame, type AngelEyeSaid, encodeMessage } from './codec.ts'

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const decode = (bytes: Uint8Array): AngelEyeFrame[] => {
  const decoder = new AngelEyeDecoder()
  return [...decoder.push(bytes), ...decoder.end()]
}
const told = (frames: readonly AngelEyeFrame[]) =>
  frames.map((frame) => ('reason' in frame ? frame.reason : frame.type))

/** A frame with a right check around any data; `data` is from the type to the last operand. */
function framed(data: readonly number[], seq = 0x31): Buffer {
  const body = [seq, ...data, 0x03]
  const check = body.reduce((sum, byte) => sum ^ byte, 0)
  return Buffer.from([0x05, ...body, ...Buffer.from(check.toString(16).toUpperCase().padStart(2, '0'))])
}
const letter = (character: string) => character.charCodeAt(0)

const vectors: readonly (readonly [hex: string, seq: number, said: AngelEyeSaid])[] = [
  ['05 31 44 81 B8 03 34 46', 0x31, { type: 'card', target: 'player', index: 1, suit: 'spades', rank: 8 }],
  ['05 37 44 91 A5 03 34 34', 0x37, { type: 'card', target: 'banker', index: 1, suit: 'clubs', rank: 5 }],
  ['05 32 47 91 03 45 37', 0x32, { type: 'result', outcome: 'player', playerPair: true, bankerPair: false }],
  ['05 38 47 A2 03 44 45', 0x38, { type: 'result', outcome: 'tie', playerPair: false, bankerPair: true }],
  ['05 33 43 03 37 33', 0x33, { type: 'cut_card' }],
  ['05 34 45 C1 03 42 33', 0x34, { type: 'error', error: 'unreadable', code: 1, inErrorMode: true }],
  ['05 35 4C 81 03 46 42', 0x35, { type: 'lock', operands: [0x81] }],
]

test.each(vectors)('%s', (hex, seq, said) => {
  const bytes = bytesOf(hex)
  expect(decode(bytes)).toEqual([{ ...said, seq, raw: bytes.toString('hex') }])
  expect(Buffer.from(encodeMessage(said, seq))).toEqual(bytes)
})

/** Everything that the grammar allows, but for what is kept as it came. */
function* everyMessage(): Generator<AngelEyeSaid> {
  for (const type of ['card', 'card_outside_game'] as const)
    for (const target of ['player', 'banker', 'burn', 'first_card', 'burn_count'] as const)
      for (const suit of ['spades', 'hearts', 'clubs', 'diamonds'] as const)
        for (let index = 0; index <= 15; index += 1)
          for (let rank = 1; rank <= 13; rank += 1) yield { type, target, index, suit, rank }
  for (const outcome of ['player', 'tie', 'banker', 'forced_quit'] as const)
    for (const playerPair of [false, true])
      for (const bankerPair of [false, true]) yield { type: 'result', outcome, playerPair, bankerPair }
  const errors = ['unreadable', 'overdraw', 'button', 'reverse_run', 'reverse_run', 'card_code', 'time_out'] as const
  for (const [index, error] of errors.entries())
    for (const inErrorMode of [false, true]) yield { type: 'error', error, code: index + 1, inErrorMode }
  yield { type: 'cut_card' }
  for (const type of ['start', 'standby', 'error_cleared', 'lock', 'settings_changed', 'disputed'] as const)
    for (const operands of [[], [0x81], [0x80, 0xff, 0x85, 0x83]]) yield { type, operands }
}

test('every message survives the way through the wire', () => {
  let seq = 0x20
  for (const said of everyMessage()) {
    const frame = encodeMessage(said, seq)
    expect(decode(frame)).toEqual([{ ...said, seq, raw: Buffer.from(frame).toString('hex') }])
    seq = seq === 0x7e ? 0x20 : seq + 1
  }
})

test('wherever the bytes are cut, the same is heard', () => {
  const random = seededRandom(5)
  const said = shoeSays(random)
  const frames = Array.from({ length: 60 }, (_, index) => encodeMessage(said.next().value, 0x31 + (index % 9)))
  const stream = spoil(Buffer.concat([...frames, ...frames]), 0.01, '\x05\x03\x81', random)
  const heard = decode(stream)
  expect(new Set(told(heard)).size).toBeGreaterThan(10)
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const decoder = new AngelEyeDecoder()
    const pieces = [stream.subarray(0, cut), stream.subarray(cut)]
    expect([...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()], `cut at ${cut}`).toEqual(heard)
  }
  const byteByByte = new AngelEyeDecoder()
  expect([...[...stream].flatMap((byte) => byteByByte.push(Uint8Array.of(byte))), ...byteByByte.end()]).toEqual(heard)
})

test('every byte is told once, in a message, a repeat or as corrupt', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed)
    const said = shoeSays(random)
    const frames = Array.from({ length: 20 }, (_, index) => encodeMessage(said.next().value, 0x31 + (index % 9)))
    const stream = spoil(Buffer.concat(frames), 0.05, '\x05\x03\x81A', random)
    const raw = decode(stream).map((frame) => frame.raw)
    expect(raw.join(''), `seed ${seed}`).toBe(stream.toString('hex'))
  }
})

test('a message that is sent three times is told once', () => {
  const [card, cut] = [bytesOf(vectors[0]?.[0] ?? ''), bytesOf(vectors[4]?.[0] ?? '')]
  expect(told(decode(Buffer.concat([card, card, card, cut, cut])))).toEqual([
    'card',
    'repeat',
    'repeat',
    'cut_card',
    'repeat',
  ])
})

test('a repeat whose first copy was spoilt is the message; noise between the copies makes no second', () => {
  const card = bytesOf(vectors[0]?.[0] ?? '')
  const spoilt = Buffer.from(card).fill(0x82, 3, 4)
  expect(told(decode(Buffer.concat([spoilt, card, spoilt, card])))).toEqual(['bad_bcc', 'card', 'bad_bcc', 'repeat'])
})

test('other bytes under the same SEQ are another message', () => {
  const frames = [framed([letter('D'), 0x81, 0xb8]), framed([letter('D'), 0x91, 0xb8])]
  expect(told(decode(Buffer.concat(frames)))).toEqual(['card', 'card'])
})

test('after a lost line a repeat is still known', () => {
  const card = bytesOf(vectors[0]?.[0] ?? '')
  const decoder = new AngelEyeDecoder()
  expect(told(decoder.push(Buffer.concat([card, card.subarray(0, 4)])))).toEqual(['card'])
  expect(told(decoder.end())).toEqual(['truncated'])
  expect(told(decoder.push(card))).toEqual(['repeat'])
})

test.each<[string, readonly number[], number?]>([
  ['unknown_type', [letter('X')]],
  ['unknown_type', [letter('s')]],
  ['unknown_type', []],
  ['operand_bit', [letter('D'), 0x01, 0xb8]],
  ['operand_bit', [letter('D'), 0x81, 0x38]],
  ['operand_bit', [letter('R'), 0x41]],
  ['operand_count', [letter('D'), 0x81]],
  ['operand_count', [letter('d'), 0x81, 0xb8, 0xb8]],
  ['operand_count', [letter('G')]],
  ['operand_count', [letter('E'), 0xc1, 0xc1]],
  ['operand_count', [letter('C'), 0x81]],
  ['unknown_target', [letter('D'), 0xb1, 0xb8]],
  ['unknown_target', [letter('D'), 0xe1, 0xb8]],
  ['unknown_suit', [letter('D'), 0x81, 0x88]],
  ['unknown_suit', [letter('D'), 0x81, 0xd8]],
  ['unknown_rank', [letter('D'), 0x81, 0xb0]],
  ['unknown_rank', [letter('D'), 0x81, 0xbe]],
  ['unknown_result', [letter('G'), 0x81]],
  ['unknown_result', [letter('G'), 0xb1]],
  ['unknown_result', [letter('G'), 0x94]],
  ['unknown_error', [letter('E'), 0x80]],
  ['unknown_error', [letter('E'), 0xc8]],
  ['unknown_error', [letter('E'), 0x91]],
  ['bad_seq', [letter('C')], 0x1f],
  ['bad_seq', [letter('C')], 0xb1],
])('%s: %j', (reason, data, seq) => {
  const frame = framed(data, seq)
  expect(decode(frame)).toEqual([{ type: 'corrupt', reason, raw: frame.toString('hex') }])
})

test('a check in lower case, or of another frame, is none', () => {
  for (const check of ['34 66', '34 47', '34 03', 'b4 46'])
    expect(told(decode(bytesOf(`05 31 44 81 B8 03 ${check}`)))).toEqual(['bad_bcc'])
})

test.each([
  ['stray bytes', '31 44 81 03', ['stray_bytes']],
  ['ENQ alone, many times', '05 05 05', ['truncated', 'truncated', 'truncated']],
  ['a frame cut off in its data', '05 31 44 81', ['truncated']],
  ['a frame cut off in its check', '05 31 44 81 B8 03 34', ['truncated']],
  ['a frame with an ENQ for a byte', '05 31 44 05 B8 03 34 46', ['truncated', 'bad_bcc']],
  ['a frame that ended too early', '05 31 44 81 03 B8 03 34 46', ['bad_bcc', 'stray_bytes']],
  ['a frame without end', `05 31 52 ${'81'.repeat(500)}`, ['overlong']],
  ['noise without end', '55'.repeat(500), ['stray_bytes']],
])('a whole frame after %s is read', (_, before, refused) => {
  for (const [hex, , { type }] of vectors) expect(told(decode(bytesOf(before + hex)))).toEqual([...refused, type])
})

test('a frame has a longest length', () => {
  const frame = (operands: number) => framed([letter('R'), ...Array.from({ length: operands }, () => 0x85)])
  expect(frame(58)).toHaveLength(64)
  expect(told(decode(frame(58)))).toEqual(['disputed'])
  for (const operands of [59, 60, 61]) {
    const [corrupt, ...more] = decode(frame(operands))
    expect(corrupt).toMatchObject({ reason: 'overlong', raw: frame(operands).toString('hex', 0, 64) })
    expect(more).toEqual([])
  }
})

test('what no shoe says is not encoded', () => {
  const card = { type: 'card', target: 'player', index: 1, suit: 'spades', rank: 8 } as const
  for (const wrong of [{ rank: 0 }, { rank: 14 }, { rank: 24 }, { index: 16 }, { index: -1 }])
    expect(() => encodeMessage({ ...card, ...wrong }, 0x31)).toThrow(RangeError)
  expect(() => encodeMessage({ type: 'disputed', operands: [0x05] }, 0x31)).toThrow(RangeError)
  expect(() => encodeMessage(card, 0x05)).toThrow(RangeError)
})
