import { expect, test } from 'vitest'
import type { WheelCommand } from '../wheel-protocol.ts'
import {
  encodeCommand,
  encodeStatus,
  encodeWinningNumber,
  SlingShotCommandDecoder,
  SlingShotDecoder,
  type SlingShotFrame,
  type SlingShotStatus,
} from './codec.ts'

const decode = (text: string): SlingShotFrame[] => new SlingShotDecoder().push(Buffer.from(text, 'latin1'))
const corrupt = (raw: string, reason: string) => ({ type: 'corrupt', reason, raw })

const status: SlingShotStatus = {
  state: 'no_more_bets',
  spin: 146,
  number: 9,
  warnings: [],
  rotorRpm: 15.8,
  direction: 'clockwise',
}

test('a status frame says state, spin, number, warnings, rotor and direction', () => {
  expect(decode('*X;4;146; 9;0;158;0\r\n')).toEqual([{ type: 'status', status, raw: '*X;4;146; 9;0;158;0' }])
  expect(encodeStatus(status)).toBe('*X;4;146; 9;0;158;0\r\n')
})

test('warnings are a bit mask', () => {
  const [frame] = decode('*X;3;000;36;A;999;1\r')
  expect(frame).toMatchObject({ status: { warnings: ['mis_spin', 'failed_launch'], direction: 'anticlockwise' } })
})

test('every status survives the way through the wire, whatever pieces it comes in', () => {
  const states = [
    'before_game',
    'place_bets',
    'ball_in_rim',
    'no_more_bets',
    'winning_number',
    'closed',
    'ball_not_detected',
  ] as const
  const warnings = ['ball_not_detected', 'mis_spin', 'hardware_fault', 'failed_launch'] as const
  for (let step = 0; step < 500; step += 1) {
    const sent: SlingShotStatus = {
      state: states[step % 7] ?? 'closed',
      spin: step % 256,
      number: step % 38 === 37 ? null : step % 38,
      warnings: warnings.filter((_, bit) => step & (1 << bit)),
      rotorRpm: (step % 1000) / 10,
      direction: step % 2 ? 'clockwise' : 'anticlockwise',
    }
    const decoder = new SlingShotDecoder()
    const bytes = Buffer.from(encodeStatus(sent))
    const cut = step % bytes.length
    const frames = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((piece) => decoder.push(piece))
    expect(frames).toEqual([{ type: 'status', status: sent, raw: bytes.toString().trimEnd() }])
  }
})

test('the spin number wraps at 256', () => {
  expect(encodeStatus({ ...status, spin: 256 })).toBe('*X;4;000; 9;0;158;0\r\n')
  expect(decode('*X;4;256; 9;0;158;0\r\n')).toEqual([corrupt('*X;4;256; 9;0;158;0', 'bad_status')])
})

test('the bare winning number is right-aligned', () => {
  expect(encodeWinningNumber(9)).toBe(' 9\r\n')
  expect(decode(' 9\r\n17\r\n 0\r\n36\r\n').map((frame) => frame.type === 'number' && frame.number)).toEqual([
    9, 17, 0, 36,
  ])
  for (const none of ['9 ', '05', '37', '  ']) expect(decode(`${none}\r\n`)).toEqual([corrupt(none, 'bad_number')])
  for (const none of ['9', '170']) expect(decode(`${none}\r\n`)).toEqual([corrupt(none, 'unknown_packet')])
})

test('zeros of other wheels are told apart from zero', () => {
  const zeros = { '00': 'double_zero', 38: 'triple_zero', 39: 'quadruple_zero' } as const
  for (const [line, number] of Object.entries(zeros)) {
    expect(decode(`${line}\r\n`)).toEqual([{ type: 'number', number, raw: line }])
    expect(encodeWinningNumber(number)).toBe(`${line}\r\n`)
  }
})

test('a corrupt frame gives nothing, not even its whole-looking part; the next line counts', () => {
  const line = '*X;4;14*X;*X;4;146; 9;0;158;0'
  expect(decode(`${line}\r\n17\r\n`)).toEqual([corrupt(line, 'bad_status'), { type: 'number', number: 17, raw: '17' }])
})

test('joining in the middle of a frame waits for the next', () => {
  expect(decode('6; 9;0;158;0\r\n*X;4;146; 9;0;158;0\r\n').map(({ type }) => type)).toEqual(['corrupt', 'status'])
})

test('noise without a line end is bounded and told once', () => {
  const frames = decode(`${'x'.repeat(100_000)}\r\n17\r\n`)
  expect(frames).toEqual([corrupt('x'.repeat(64), 'overlong'), { type: 'number', number: 17, raw: '17' }])
})

test('the part of an overlong reply that is kept is no reply', () => {
  const reply = `*V ${'x'.repeat(61)}`
  expect(decode(`${reply}\r\n`)).toEqual([{ type: 'reply', raw: reply }])
  expect(decode(`${reply}x\r\n`)).toEqual([corrupt(reply, 'overlong')])
})

test('bytes that are not text make a frame corrupt', () => {
  expect(decode('\xb1\xb7\r\n')).toEqual([corrupt('??', 'not_text')])
  expect(decode('*V \xb1\r\n')).toEqual([corrupt('*V ?', 'not_text')])
})

test('a line whose end never came is no frame', () => {
  const decoder = new SlingShotDecoder()
  expect(decoder.push(Buffer.from('*X;4;146; 9;0;158;0'))).toEqual([])
  expect(decoder.end()).toEqual([corrupt('*X;4;146; 9;0;158;0', 'unfinished')])
  expect(decoder.end()).toEqual([])
})

test('answers to commands are whole frames', () => {
  for (const answer of ['*F 0', '*F 11', '*V 2.10', '*K'])
    expect(decode(`${answer}\r\n`)).toEqual([{ type: 'reply', raw: answer }])
  expect(decode('*Q 1\r\n')).toEqual([corrupt('*Q 1', 'unknown_packet')])
})

test('commands in both directions', () => {
  const lines: readonly (readonly [WheelCommand, string])[] = [
    [{ type: 'hello' }, '*K'],
    [{ type: 'start' }, '*u 1'],
    [{ type: 'restart' }, '*R'],
    [{ type: 'power', on: true }, '*P 1'],
    [{ type: 'power', on: false }, '*P 0'],
    [{ type: 'self_test' }, '*F'],
    [{ type: 'status' }, '*X'],
    [{ type: 'version' }, '*V'],
    [{ type: 'host_controlled' }, '*o 1159'],
  ]
  for (const [command, line] of lines) {
    expect(encodeCommand(command)).toBe(`${line}\r\n`)
    for (const end of ['\r', '\n', '\r\n'])
      expect(new SlingShotCommandDecoder().push(Buffer.from(line + end))).toEqual([command])
  }
  expect(new SlingShotCommandDecoder().push(Buffer.from('*Z\r*P 2\r*u\r'))).toEqual([])
})
