import type { Verdict } from './judge.ts'

export type Line = { readonly file: string } & (
  | Verdict
  | { readonly error: { readonly code: string; readonly message: string } }
)

const suits = { S: '♠', H: '♥', D: '♦', C: '♣' } as const

/** One picture's verdict for a person to read. Pure. */
export function inWords(line: Line): string {
  if ('error' in line) return `${line.file}: ${line.error.message} (${line.error.code})`
  if ('cards' in line) {
    const cards = line.cards.map(({ rank, suit, confidence }) => `${rank}${suits[suit]} ${percent(confidence)}`)
    return `${line.file}: ${cards.join(', ') || 'no card'}`
  }
  const { file, state, pocket, confidence } = line
  return `${file}: ${state}${pocket === undefined ? '' : ` in ${pocket}`} ${percent(confidence)}`
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`
