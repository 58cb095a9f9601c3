/**
 * The Cammegh SlingShot 2's serial protocol, both directions: 9600 8N1, ASCII lines ended by CR and LF. Every packet begins
 * with `*` but the bare winning number. Pure; what is not wholly a frame is corrupt, and no part of it is used.
 */
import type { WheelState, WheelWarning } from '../wheel-event.ts'
import type { WheelCommand } from '../wheel-protocol.ts'
import { Lines } from './lines.ts'

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

/** A pocket of a European wheel; `foreign` for the double, triple and quadruple zero of others; null before the first result. */
type WinningNumber = number | 'foreign' | null

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

export type SlingShotFrame = { readonly raw: string } & (
  | { readonly kind: 'status'; readonly status: SlingShotStatus }
  | { readonly kind: 'number'; readonly number: WinningNumber }
  /** The answer to a command. */
  | { readonly kind: 'reply' }
  | { readonly kind: 'corrupt' }
)

/** Bytes of a wheel to frames; takes up again at the next whole line. */
export class SlingShotDecoder {
  readonly #lines = new Lines()

  push(bytes: Uint8Array): SlingShotFrame[] {
    return this.#lines.push(bytes).map(parseFrame)
  }
}

function parseFrame(raw: string): SlingShotFrame {
  if (/^[ 0-9]{2}$/.test(raw)) {
    const number = parseNumber(raw)
    return number === undefined || number === null ? { kind: 'corrupt', raw } : { kind: 'number', number, raw }
  }
  const status = parseStatus(raw)
  if (status) return { kind: 'status', status, raw }
  return /^\*[KuRPFVo]( .+)?$/.test(raw) ? { kind: 'reply', raw } : { kind: 'corrupt', raw }
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
  if (field === '00' || field === '38' || field === '39') return 'foreign'
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
export function encodeWinningNumber(pocket: number): string {
  return numberField(pocket) + lineEnd
}

function numberField(number: WinningNumber): string {
  return number === 'foreign' ? '00' : String(number ?? '').padStart(2)
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
  readonly #lines = new Lines()

  push(bytes: Uint8Array): WheelCommand[] {
    return this.#lines.push(bytes).flatMap(parseCommand)
  }
}

function parseCommand(line: string): WheelCommand[] {
  if (line === '*P 1' || line === '*P 0') return [{ type: 'power', on: line === '*P 1' }]
  for (const type of ['hello', 'start', 'restart', 'self_test', 'status', 'version', 'host_controlled'] as const)
    if (commandLines[type] === line) return [{ type }]
  return []
}
