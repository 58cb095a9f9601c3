/**
 * What each device sends, seeded, without end; and what comes of it when its bytes are spoilt on the way. Whether a decoder
 * is right is judged without it: by the grammar written a second time as a pattern, and by the encoder.
 */
import { seededRandom } from '../../test/house/random.ts'
import { AngelEyeDecoder, type AngelEyeFrame, type AngelEyeSaid, encodeMessage } from './angel-eye/codec.ts'
import { BarcodeDecoder, type BarcodeFrame, encodeCard } from './barcode/codec.ts'
import type { ReadCard, Suit } from './card.ts'
import type { Frame, FrameDecoder } from './codec.ts'
import { encodeStatus, encodeWinningNumber, SlingShotDecoder, type SlingShotFrame } from './slingshot/codec.ts'

type Random = () => number

const below = (bound: number, random: Random) => Math.floor(random() * bound)
const oneOf = <Item>(items: readonly [Item, ...Item[]], random: Random): Item =>
  items[below(items.length, random)] ?? items[0]

interface Capture<Decoded extends Frame> {
  decoder(): FrameDecoder<Decoded>
  /** Whole frames, with their line ends, as the device would send them. */
  frames(random: Random): Generator<Buffer>
  /** `raw` of everything that the protocol allows. */
  grammar: RegExp
  /** The frame that says this, as `raw` shows it; undefined for what is no message. */
  encoded(frame: Decoded): string | undefined
  /** `raw` of a whole frame. */
  shown(frame: Buffer): string
  /** Whether a frame that begins after this byte must be read, whatever came before. */
  beginsAfter(byte: number | undefined): boolean
  /** Makes a spoilt frame's check right again, where it has one: then only the grammar can refuse it. */
  resealed(spoilt: Buffer): Buffer
  /** Bytes that do the most harm where they do not belong. */
  alphabet: string
}

/** Flips, drops, repeats, inserts, replaces and swaps bytes, each with this chance. */
export function spoil(bytes: Buffer, chance: number, alphabet: string, random: Random): Buffer {
  const spoilt: number[] = []
  const stranger = () => alphabet.charCodeAt(below(alphabet.length, random))
  for (const byte of bytes) {
    const kind = random() < chance ? below(6, random) : undefined
    if (kind === undefined) spoilt.push(byte)
    else if (kind === 0) spoilt.push(byte ^ (1 << below(8, random)))
    else if (kind === 1) spoilt.push(byte, byte)
    else if (kind === 2) spoilt.push(byte, stranger())
    else if (kind === 3) spoilt.push(stranger())
    else if (kind === 4) spoilt.splice(-1, 0, byte)
  }
  return Buffer.from(spoilt)
}

const rhythm = { place_bets: 18, ball_in_rim: 8, no_more_bets: 14, winning_number: 10 } as const

/** One spin as the wheel sends it: what it says each 500 ms. */
export function* wheelSpin(index: number, previous: number | null, pocket: number): Generator<string> {
  for (const state of ['place_bets', 'ball_in_rim', 'no_more_bets', 'winning_number'] as const)
    for (let frame = 0; frame < rhythm[state]; frame += 1) {
      const number = state === 'winning_number' ? pocket : previous
      const status = encodeStatus({ state, spin: index, number, warnings: [], rotorRpm: 15, direction: 'clockwise' })
      yield state === 'winning_number' && frame === 0 ? encodeWinningNumber(pocket) + status : status
    }
}

export const wheelAlphabet = '*X;0123456789 \r\n'

const slingshot: Capture<SlingShotFrame> = {
  decoder: () => new SlingShotDecoder(),
  *frames(random) {
    let previous: number | null = null
    for (let index = 0; ; index += 1) {
      const pocket = below(37, random)
      for (const lines of wheelSpin(index, previous, pocket))
        for (const line of lines.match(/.+\r\n/g) ?? []) yield Buffer.from(line)
      yield Buffer.from(oneOf(['*F 0\r\n', '*V 2.10\r\n', '*K\r\n'], random))
      previous = pocket
    }
  },
  grammar:
    /^(\*X;[1-7];([01]\d\d|2[0-4]\d|25[0-5]);( [\d ]|00|[12]\d|3[0-689]);[0-9A-F];\d{3};[01]|( \d|00|[12]\d|3[0-689])|\*[KuRPFVo]( [\x20-\x7e]{1,61})?)$/,
  encoded(frame) {
    if (frame.type === 'status') return encodeStatus(frame.status).trimEnd()
    if (frame.type === 'number') return encodeWinningNumber(frame.number).trimEnd()
    return frame.type === 'reply' ? frame.raw : undefined
  },
  shown: (frame) => frame.toString('latin1').replace(/[\r\n]+$/, ''),
  beginsAfter: (byte) => byte === undefined || byte === 0x0d || byte === 0x0a,
  resealed: (spoilt) => spoilt,
  alphabet: wheelAlphabet,
}

const suits: readonly [Suit, ...Suit[]] = ['spades', 'hearts', 'clubs', 'diamonds']
const anyCard = (random: Random): ReadCard => ({ suit: oneOf(suits, random), rank: 1 + below(13, random) })

/** A shoe's rounds, and between them all that it says else. */
export function* shoeSays(random: Random): Generator<AngelEyeSaid> {
  const targets = ['player', 'banker', 'burn', 'first_card', 'burn_count'] as const
  const unknownOperands = () => Array.from({ length: below(6, random) }, () => 0x80 + below(128, random))
  for (;;) {
    yield { type: 'start', operands: [] }
    for (let index = 1; index <= 3; index += 1)
      for (const target of ['player', 'banker'] as const) yield { type: 'card', target, index, ...anyCard(random) }
    yield {
      type: 'result',
      outcome: oneOf(['player', 'tie', 'banker', 'forced_quit'], random),
      playerPair: random() < 0.5,
      bankerPair: random() < 0.5,
    }
    yield { type: 'standby', operands: [] }
    const outside = { target: oneOf(targets, random), index: below(16, random), ...anyCard(random) }
    yield { type: oneOf(['card', 'card_outside_game'], random), ...outside }
    const code = 1 + below(7, random)
    const names = ['unreadable', 'overdraw', 'button', 'reverse_run', 'reverse_run', 'card_code', 'time_out'] as const
    yield { type: 'error', error: names[code - 1] ?? 'time_out', code, inErrorMode: random() < 0.5 }
    yield { type: 'error_cleared', operands: unknownOperands() }
    yield { type: 'cut_card' }
    yield { type: 'lock', operands: [0x81] }
    yield { type: oneOf(['settings_changed', 'disputed', 'lock'], random), operands: unknownOperands() }
  }
}

const angelEye: Capture<AngelEyeFrame> = {
  decoder: () => new AngelEyeDecoder(),
  *frames(random) {
    let seq = 0x30
    for (const said of shoeSays(random)) {
      seq = seq === 0x39 ? 0x31 : seq + 1
      const frame = Buffer.from(encodeMessage(said, seq))
      for (let copies = 1 + below(3, random); copies > 0; copies -= 1) yield frame
    }
  },
  grammar:
    /^05([2-6][0-9a-f]|7[0-9a-e])(43|47[9acf][0-3]|45[8c][1-7]|[46]4[89acd][0-9a-f][9abc][1-9a-d]|(53|50|65|4c|4d|52)([89a-f][0-9a-f])*)03(3\d|4[1-6]){2}$/,
  encoded(frame) {
    if (frame.type === 'corrupt') return undefined
    return frame.type === 'repeat' ? frame.raw : Buffer.from(encodeMessage(frame, frame.seq)).toString('hex')
  },
  shown: (frame) => frame.toString('hex'),
  beginsAfter: () => true,
  resealed(spoilt) {
    const end = spoilt.lastIndexOf(0x03) + 1
    const check = spoilt.subarray(1, end).reduce((sum, byte) => sum ^ byte, 0)
    return Buffer.concat([spoilt.subarray(0, end), Buffer.from(check.toString(16).toUpperCase().padStart(2, '0'))])
  },
  alphabet: '\x05\x03\x31\x32DdGECSPLRMe\x80\x81\x91\xa2\xb803AF',
}

const barcode: Capture<BarcodeFrame> = {
  decoder: () => new BarcodeDecoder(),
  *frames(random) {
    for (;;) yield Buffer.from(encodeCard(anyCard(random)).replace('\r\n', oneOf(['\r', '\n', '\r\n'], random)))
  },
  grammar: /^[1-4](0[1-9]0|1[0-3]0)$/,
  encoded: (frame) => (frame.type === 'card' ? encodeCard(frame).trimEnd() : undefined),
  shown: slingshot.shown,
  beginsAfter: slingshot.beginsAfter,
  resealed: slingshot.resealed,
  alphabet: '0123456789\r\n',
}

/** What came of a spoilt capture. */
export interface Survival {
  readonly bytes: number
  /** Frames that were sent whole, where one can begin. */
  readonly whole: number
  readonly spoilt: number
  /** Messages heard, whole and spoilt. */
  readonly accepted: number
  readonly refused: Readonly<Record<string, number>>
  /** Whole frames that were not heard. **None must be.** */
  readonly missed: number
  /** Messages that the grammar does not allow, or that say something else than their bytes. **None must be.** */
  readonly illegal: number
}

/** How many frames are spoilt: in turn one now and then between whole ones, half of them, nearly all. */
const spoiltShares = [0.02, 0.5, 0.95] as const
const framesPerShare = 64
const noiseBytesMax = 300

/**
 * Spoils frames between whole ones. Of each whole frame that begins where one can, it asks that the very bytes of this
 * frame bring it out: as a message, or as the repeat of the message just heard.
 */
function survive<Decoded extends Frame>(capture: Capture<Decoded>, seed: number, bytesMin: number): Survival {
  const random = seededRandom(seed)
  const decoder = capture.decoder()
  const survival = { bytes: 0, whole: 0, spoilt: 0, accepted: 0, missed: 0, illegal: 0 }
  const refused: Record<string, number> = {}
  let lastHeard: string | undefined
  let lastByte: number | undefined
  let sent = 0

  function hear(frame: Decoded): void {
    const isMessage = frame.reason === undefined
    if (!isMessage) refused[frame.reason ?? ''] = (refused[frame.reason ?? ''] ?? 0) + 1
    if (frame.type === 'corrupt') return
    const allowed = capture.grammar.test(frame.raw) && capture.encoded(frame) === frame.raw
    if (!allowed || (!isMessage && frame.raw !== lastHeard)) survival.illegal += 1
    if (isMessage) survival.accepted += 1
    lastHeard = frame.raw
  }

  function send(bytes: Buffer): Decoded | undefined {
    const heard = decoder.push(bytes)
    heard.forEach(hear)
    survival.bytes += bytes.length
    lastByte = bytes.at(-1) ?? lastByte
    return heard.at(-1)
  }

  for (const frame of capture.frames(random)) {
    const share = spoiltShares[Math.floor(sent / framesPerShare) % spoiltShares.length] ?? 0
    sent += 1
    if (random() < share) {
      survival.spoilt += 1
      const spoilt = spoil(frame, 0.02 + random() * 0.4, capture.alphabet, random)
      send(random() < 0.5 ? spoilt : capture.resealed(spoilt))
      if (random() < 0.01)
        send(Buffer.from(Array.from({ length: below(noiseBytesMax, random) }, () => below(256, random))))
    } else {
      const mustBeHeard = capture.beginsAfter(lastByte)
      const heard = send(frame)
      if (mustBeHeard) survival.whole += 1
      if (mustBeHeard && (heard?.type === 'corrupt' || heard?.raw !== capture.shown(frame))) survival.missed += 1
    }
    if (survival.bytes >= bytesMin) break
  }
  decoder.end().forEach(hear)
  return { ...survival, refused }
}

/** By codec: at least so many bytes of what its device sends, spoilt. */
export const mutatedCaptures: Readonly<Record<string, (seed: number, bytesMin: number) => Survival>> = {
  slingshot: (seed, bytesMin) => survive(slingshot, seed, bytesMin),
  'angel-eye': (seed, bytesMin) => survive(angelEye, seed, bytesMin),
  barcode: (seed, bytesMin) => survive(barcode, seed, bytesMin),
}
