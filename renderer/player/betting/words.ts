import { colourOf, type Phase, type Spot } from '../../../backend/contract/index.ts'

export const phaseWords: Record<Phase, string> = {
  idle: 'Waiting for the next round',
  betting_open: 'Place your bets',
  last_bets: 'Last bets',
  no_more_bets: 'No more bets',
  resulting: 'The ball has landed',
  confirmed: 'Result',
  settled: 'Round settled',
  suspended: 'Table suspended',
  voided: 'Round voided',
}

const ordinal = ['', '1st', '2nd', '3rd']

/** A spot as a player says it: `17 red`, `Split 17/20`, `2nd dozen`. */
export function spotName(spot: Spot): string {
  const list = spot.pockets.join('/')
  switch (spot.kind) {
    case 'straight':
      return `${list} ${colourOf(spot.pockets[0] ?? 0)}`
    case 'split':
      return `Split ${list}`
    case 'street':
      return spot.pockets[0] === 0 ? `Trio ${list}` : `Street ${span(spot)}`
    case 'corner':
      return spot.pockets[0] === 0 ? 'First four' : `Corner ${list}`
    case 'six-line':
      return `Six line ${span(spot)}`
    case 'column':
      return `${ordinal[spot.pockets[0] ?? 0]} column`
    case 'dozen':
      return `${ordinal[Math.ceil((spot.pockets[0] ?? 1) / 12)]} dozen`
    case 'low':
      return '1 to 18'
    case 'high':
      return '19 to 36'
    default:
      return spot.kind.charAt(0).toUpperCase() + spot.kind.slice(1)
  }
}

const span = (spot: Spot): string => `${spot.pockets[0]}–${spot.pockets.at(-1)}`

/** What a spot on k pockets pays: 36/k − 1 to 1. */
export function oddsOf(spot: Spot): string {
  return `${36 / spot.pockets.length - 1} to 1`
}

/** A chip's face: `5`, `100`, `1.50`, `2.5k`. Minor units in; exact below a thousand. */
export function chipFace(minor: bigint): string {
  if (minor >= 100_000n) {
    const tenths = minor / 10_000n
    return tenths % 10n === 0n ? `${tenths / 10n}k` : `${tenths / 10n}.${tenths % 10n}k`
  }
  const cents = minor % 100n
  return cents === 0n ? `${minor / 100n}` : `${minor / 100n}.${cents.toString().padStart(2, '0')}`
}
