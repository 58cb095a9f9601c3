/**
 * The Cammegh SlingShot 2's serial protocol, both directions: ASCII lines ended by CR and LF. Every packet begins with `*`
 * but the bare winning number. Pure; what is not wholly a frame is corrupt, and no part of it is used. There is no check
 * sum: a digit that was spoilt on the way is another digit, which is why the wheel says a number twice.
 */
import type { Corrupt, FrameDecoder } from '../codec.ts'
import { type Line, type LineFault, Lines } from '../lines.ts'
import type { WheelState, WheelWarning } from '../wheel-event.ts'
import type { WheelCommand } from '../wheel-protocol.ts'
import { slingShotFacts } from './facts.ts'

const lineEnd = '\r\n'

/** By digit, from 1. */
const states: readonly WheelState[] = [
  'before_game',
  'place_bets',
  'ball_in_rim',
  'no_more_bets',
  'winning_number',
  'closed',
  'ball_not_detected',
]
/** By bit, from the lowest. */
const warningBits: readonly WheelWarning[] = ['ball_not_detected', 'mis_spin', 'hardware_fault', 'failed_launch']

/** The zeros that a European wheel has not. */
const otherZeros = { '00': 'double_zero', '38': 'triple_zero', '39': 'quadruple_zero' } as const
type OtherZero = (typeof otherZeros)[keyof typeof otherZeros]

/** A pocket of a European wheel, a zero of another wheel; null before the first result. */
type WinningNumber = number | OtherZero | null

export interface SlingShotStatus {
  readonly state: WheelState
  /** 0–255, wraps: never an id. */
  readonly spin: number
  /** **The previous spin's** in every state but `winning_number`. */
  readonly number: WinningNumber
  readonly warnings: readonly WheelWarning[]
  /** Turns a minute, 0–99.9. */
  readonly rotorRpm: number
  readonly direction: 'clockwise' | 'anticlockwise'
}

/** `bad_status` begins as one, `bad_number` has a number's two characters; `unknown_packet` is nothing that a wheel says. */
type SlingShotRefusal = LineFault | 'bad_status' | 'bad_number' | 'unknown_packet'

export type SlingShotFrame =
  | { readonly type: 'status'; readonly status: SlingShotStatus; readonly raw: string }
  | { readonly type: 'number'; readonly number: NonNullable<WinningNumber>; readonly raw: string }
  /** The answer to a command. */
  | { readonly type: 'reply'; readonly raw: string }
  | Corrupt<SlingShotRefusal>

/** Bytes of a wheel to frames; takes up again at the next whole line. */
export class SlingShotDecoder implements FrameDecoder<SlingShotFrame> {
  readonly #lines = new Lines(slingShotFacts.frameBytesMax.value)

  push(bytes: Uint8Array): SlingShotFrame[] {
    return this.#lines.push(bytes).map(parseFrame)
  }

  end(): SlingShotFrame[] {
    return this.#lines.end().map(parseFrame)
  }
}

function parseFrame({ raw, fault }: Line): SlingShotFrame {
  const corrupt = (reason: SlingShotRefusal): SlingShotFrame => ({ type: 'corrupt', reason, raw })
  if (fault) return corrupt(fault)
  if (/^[ 0-9]{2}$/.test(raw)) {
    const number = parseNumber(raw)
    return number === undefined || number === null ? corrupt('bad_number') : { type: 'number', number, raw }
  }
  if (raw.startsWith('*X')) {
    const status = parseStatus(raw)
    return status ? { type: 'status', status, raw } : corrupt('bad_status')
  }
  return /^\*[KuRPFVo]( .+)?$/.test(raw) ? { type: 'reply', raw } : corrupt('unknown_packet')
}

function parseStatus(line: string): SlingShotStatus | undefined {
  const fields = /^\*X;([1-7]);(\d{3});([ 0-9]{2});([0-9A-F]);(\d{3});([01])$/.exec(line)
  if (!fields) return undefined
  const [, state = '', spin = '', numberField = '', mask = '', rpm = '', direction = ''] = fields
  const number = parseNumber(numberField)
  const stateName = states[Number(state) - 1]
  if (number === undefined || stateName === undefined || Number(spin) > 255) return undefined
  return {
    state: stateName,
    spin: Number(spin),
    number,
    warnings: warningBits.filter((_, bit) => Number.parseInt(mask, 16) & (1 << bit)),
    rotorRpm: Number(rpm) / 10,
    direction: direction === '0' ? 'clockwise' : 'anticlockwise',
  }
}

/** The field of two characters, right-aligned with a space: `05` is none. @returns undefined when it is no number of any wheel */
function parseNumber(field: string): WinningNumber | undefined {
  if (field === '  ') return null
  if (field === '00' || field === '38' || field === '39') return otherZeros[field]
  return /^( \d|[12]\d|3[0-6])$/.test(field) ? Number(field) : undefined
}

/** What a wheel says of itself, every 500 ms; with its line end. */
export function encodeStatus(status: SlingShotStatus): string {
  const mask = warningBits.reduce((bits, warning, bit) => bits | (status.warnings.includes(warning) ? 1 << bit : 0), 0)
  const fields = [
    '*X',
    states.indexOf(status.state) + 1,
    String(status.spin % 256).padStart(3, '0'),
    numberField(status.number),
    mask.toString(16).toUpperCase(),
    String(Math.min(Math.round(status.rotorRpm * 10), 999)).padStart(3, '0'),
    status.direction === 'clockwise' ? 0 : 1,
  ]
  return fields.join(';') + lineEnd
}

/** The bare line just before the first status in state `winning_number`; with its line end. */
export function encodeWinningNumber(number: NonNullable<WinningNumber>): string {
  return numberField(number) + lineEnd
}

function numberField(number: WinningNumber): string {
  const zero = Object.entries(otherZeros).find(([, name]) => name === number)
  return zero ? zero[0] : String(number ?? '').padStart(2)
}

const commandLines: Readonly<Record<Exclude<WheelCommand['type'], 'power'>, string>> = {
  hello: '*K',
  start: '*u 1',
  restart: '*R',
  self_test: '*F',
  status: '*X',
  version: '*V',
  host_controlled: '*o 1159',
}

/** With its line end. */
export function encodeCommand(command: WheelCommand): string {
  return (command.type === 'power' ? `*P ${command.on ? 1 : 0}` : commandLines[command.type]) + lineEnd
}

/** Bytes to a wheel to commands; what is none is dropped, as the wheel does. */
export class SlingShotCommandDecoder {
  readonly #lines = new Lines(slingShotFacts.frameBytesMax.value)

  push(bytes: Uint8Array): WheelCommand[] {
    return this.#lines.push(bytes).flatMap(({ raw, fault }) => (fault ? [] : parseCommand(raw)))
  }
}

function parseCommand(line: string): WheelCommand[] {
  if (line === '*P 1' || line === '*P 0') return [{ type: 'power', on: line === '*P 1' }]
  for (const type of ['hello', 'start', 'restart', 'self_test', 'status', 'version', 'host_controlled'] as const)
    if (commandLines[type] === line) return [{ type }]
  return []
}
