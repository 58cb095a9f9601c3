/**
 * The Angel Eye II-EX shoe's serial protocol: `ENQ SEQ DATA… ETX BCC BCC`, the check as two upper-case hex digits of the XOR
 * of all bytes after ENQ up to and including ETX. Pure; what is not wholly a frame is corrupt, and no part of it is used. No
 * byte of a frame but its first is ENQ, so ENQ always begins one: a whole frame is read whatever came before it. An XOR
 * notices neither two bytes that changed places nor two flips of one bit: a shoe is never the only witness.
 *
 * Not known, so kept as it came: the range of SEQ, the operands of `S`, `P`, `e`, `L`, `M` and `R`, which card indexes occur.
 */
import type { ReadCard, Suit } from '../card.ts'
import type { Corrupt, Frame, FrameDecoder } from '../codec.ts'
import { angelEyeFacts } from './facts.ts'

const enq = 0x05
const etx = 0x03
const bitSeven = 0x80
const bccBytes = 2
const frameBytesMax = angelEyeFacts.frameBytesMax.value

const targets = { player: 0, banker: 1, burn: 2, first_card: 4, burn_count: 5 } as const
const suits: Readonly<Record<Suit, number>> = { diamonds: 1, clubs: 2, spades: 3, hearts: 4 }
const outcomes = { player: 1, tie: 2, banker: 4, forced_quit: 7 } as const
/** By code, from 1. How the two reverse runs differ is not known. */
const errors = ['unreadable', 'overdraw', 'button', 'reverse_run', 'reverse_run', 'card_code', 'time_out'] as const

const letters = {
  card: 'D',
  card_outside_game: 'd',
  result: 'G',
  cut_card: 'C',
  error: 'E',
  error_cleared: 'e',
  start: 'S',
  standby: 'P',
  lock: 'L',
  settings_changed: 'M',
  disputed: 'R',
} as const

/** What a shoe says. It names no table, round or shoe. */
export type AngelEyeSaid =
  /** `index` counts within the target, 0–15: player card 1. */
  | (ReadCard & {
      readonly type: 'card' | 'card_outside_game'
      readonly target: keyof typeof targets
      readonly index: number
    })
  | {
      readonly type: 'result'
      readonly outcome: keyof typeof outcomes
      readonly playerPair: boolean
      readonly bankerPair: boolean
    }
  | { readonly type: 'cut_card' }
  /** `code` 1–7 is the shoe's own. */
  | {
      readonly type: 'error'
      readonly error: (typeof errors)[number]
      readonly code: number
      readonly inErrorMode: boolean
    }
  /**
   * `operands` as received, bit 7 and all. Of `lock` one is known: 0x81, locked. `disputed` is read differently by those
   * who know this shoe: evidence, never a fact of the game.
   */
  | {
      readonly type: 'start' | 'standby' | 'error_cleared' | 'lock' | 'settings_changed' | 'disputed'
      readonly operands: readonly number[]
    }

/** `seq` is the byte as received, 0x20–0x7e; `raw` is hex. */
type AngelEyeMessage = AngelEyeSaid & { readonly seq: number; readonly raw: string }

/** The first four are of the stream, the others of a frame whose check is right. */
type AngelEyeRefusal =
  | 'stray_bytes'
  | 'truncated'
  | 'overlong'
  | 'bad_bcc'
  | 'bad_seq'
  | 'unknown_type'
  | 'operand_bit'
  | 'operand_count'
  | 'unknown_target'
  | 'unknown_suit'
  | 'unknown_rank'
  | 'unknown_result'
  | 'unknown_error'

/** The message before, said again: a shoe says each up to three times. */
interface Repeat extends Frame {
  readonly type: 'repeat'
  readonly reason: 'repeat'
}

export type AngelEyeFrame = AngelEyeMessage | Repeat | Corrupt<AngelEyeRefusal>

/**
 * Bytes of a shoe to messages. A repeat is the frame before, byte for byte; other bytes under the same SEQ are another
 * message, for whoever knows the game to judge. Lives as long as the shoe, not as its connection: after `end` a repeat is
 * still known as one, so that coming back in the middle of a message does not say it twice.
 */
export class AngelEyeDecoder implements FrameDecoder<AngelEyeFrame> {
  /** Since the last frame was told. */
  #bytes: number[] = []
  /** `lost`: too much was heard without an end, and told. */
  #place: 'outside' | 'data' | 'bcc' | 'lost' = 'outside'
  #bytesMissing = 0
  #lastRaw = ''

  push(bytes: Uint8Array): AngelEyeFrame[] {
    const frames: AngelEyeFrame[] = []
    for (const byte of bytes) {
      if (byte === enq) {
        frames.push(...this.end())
        this.#place = 'data'
      }
      if (this.#place === 'lost') continue
      this.#bytes.push(byte)
      if (this.#place === 'bcc') {
        this.#bytesMissing -= 1
        if (this.#bytesMissing === 0) frames.push(this.#whole())
      } else if (this.#place === 'data' && byte === etx) {
        this.#place = 'bcc'
        this.#bytesMissing = bccBytes
      }
      if (this.#bytes.length === frameBytesMax) {
        frames.push(this.#refused(this.#place === 'outside' ? 'stray_bytes' : 'overlong'))
        this.#place = 'lost'
      }
    }
    return frames
  }

  end(): AngelEyeFrame[] {
    const rest =
      this.#bytes.length === 0 ? [] : [this.#refused(this.#place === 'outside' ? 'stray_bytes' : 'truncated')]
    this.#place = 'outside'
    return rest
  }

  #whole(): AngelEyeFrame {
    const frame = parseFrame(Buffer.from(this.#bytes))
    this.#bytes = []
    this.#place = 'outside'
    if (frame.type === 'corrupt') return frame
    if (frame.raw === this.#lastRaw) return { type: 'repeat', reason: 'repeat', raw: frame.raw }
    this.#lastRaw = frame.raw
    return frame
  }

  #refused(reason: AngelEyeRefusal): AngelEyeFrame {
    const raw = Buffer.from(this.#bytes).toString('hex')
    this.#bytes = []
    return { type: 'corrupt', reason, raw }
  }
}

/** @param frame from ENQ to the check's second digit */
function parseFrame(frame: Buffer): AngelEyeMessage | Corrupt<AngelEyeRefusal> {
  const raw = frame.toString('hex')
  const said = parseBody(frame.subarray(1, -bccBytes), frame.toString('latin1', frame.length - bccBytes))
  return typeof said === 'string' ? { type: 'corrupt', reason: said, raw } : { ...said, seq: frame[1] ?? 0, raw }
}

/** @param body from SEQ to ETX */
function parseBody(body: Buffer, bcc: string): AngelEyeSaid | AngelEyeRefusal {
  const [seq = 0, letter = 0] = body
  const operands = [...body.subarray(2, -1)]
  if (bcc !== bccOf(body)) return 'bad_bcc'
  if (seq < 0x20 || seq > 0x7e) return 'bad_seq'
  const type = nameOf(letters, String.fromCharCode(letter))
  if (type === undefined) return 'unknown_type'
  if (!operands.every((operand) => operand & bitSeven)) return 'operand_bit'
  return parseData(type, operands)
}

function parseData(type: keyof typeof letters, operands: readonly number[]): AngelEyeSaid | AngelEyeRefusal {
  const [first = 0, second = 0] = operands
  const count = operands.length
  switch (type) {
    case 'card':
    case 'card_outside_game':
      return count === 2 ? parseCard(type, first, second) : 'operand_count'
    case 'result':
      return count === 1 ? parseResult(first) : 'operand_count'
    case 'error':
      return count === 1 ? parseError(first) : 'operand_count'
    case 'cut_card':
      return count === 0 ? { type } : 'operand_count'
    default:
      return { type, operands }
  }
}

function parseCard(type: 'card' | 'card_outside_game', first: number, second: number): AngelEyeSaid | AngelEyeRefusal {
  const target = nameOf(targets, highBits(first))
  const suit = nameOf(suits, highBits(second))
  const rank = lowBits(second)
  if (target === undefined) return 'unknown_target'
  if (suit === undefined) return 'unknown_suit'
  if (rank < 1 || rank > 13) return 'unknown_rank'
  return { type, target, index: lowBits(first), suit, rank }
}

/** Bits 3 and 2 have no known meaning: a result that sets them is not understood. */
function parseResult(byte: number): AngelEyeSaid | AngelEyeRefusal {
  const outcome = nameOf(outcomes, highBits(byte))
  if (outcome === undefined || lowBits(byte) > 3) return 'unknown_result'
  return { type: 'result', outcome, playerPair: (byte & 1) !== 0, bankerPair: (byte & 2) !== 0 }
}

/** Bit 6 says that the shoe is in error mode; bits 5 and 4 have no known meaning. */
function parseError(byte: number): AngelEyeSaid | AngelEyeRefusal {
  const code = lowBits(byte)
  const error = errors[code - 1]
  if (error === undefined || (highBits(byte) & 3) !== 0) return 'unknown_error'
  return { type: 'error', error, code, inErrorMode: highBits(byte) === 4 }
}

/**
 * What a shoe sends, one copy of it.
 * @param seq a byte, 0x20–0x7e
 * @throws RangeError for what no shoe says
 */
export function encodeMessage(said: AngelEyeSaid, seq: number): Uint8Array {
  const body = Buffer.from([seq, letters[said.type].charCodeAt(0), ...operandsOf(said), etx])
  const frame = Buffer.concat([Buffer.of(enq), body, Buffer.from(bccOf(body), 'latin1')])
  const [read] = new AngelEyeDecoder().push(frame)
  if (read === undefined || read.type === 'corrupt') throw new RangeError(`no shoe says this: ${read?.reason}`)
  return frame
}

function operandsOf(said: AngelEyeSaid): readonly number[] {
  switch (said.type) {
    case 'card':
    case 'card_outside_game':
      return [operandOf(targets[said.target], said.index), operandOf(suits[said.suit], said.rank)]
    case 'result':
      return [operandOf(outcomes[said.outcome], (said.playerPair ? 1 : 0) | (said.bankerPair ? 2 : 0))]
    case 'error':
      return [operandOf(said.inErrorMode ? 4 : 0, said.code)]
    case 'cut_card':
      return []
    default:
      return said.operands
  }
}

/** @throws RangeError when `low` has more than its four bits */
function operandOf(high: number, low: number): number {
  if ((low & 0x0f) !== low) throw new RangeError(`no shoe says this: ${low} is not 0–15`)
  return bitSeven | (high << 4) | low
}

const highBits = (operand: number) => (operand >> 4) & 7
const lowBits = (operand: number) => operand & 0x0f

function bccOf(body: Uint8Array): string {
  const check = body.reduce((sum, byte) => sum ^ byte, 0)
  return check.toString(16).toUpperCase().padStart(bccBytes, '0')
}

function nameOf<Name extends string, Code>(table: Readonly<Record<Name, Code>>, code: Code): Name | undefined {
  for (const name in table) if (table[name] === code) return name
  return undefined
}
