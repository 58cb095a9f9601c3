/** What wheels are made of and painted with, drawn by chance. */

import type { PocketColour, PocketPaint, Random, Stops, Surface } from '../../../art/index.ts'
import { pick } from './chance.ts'

/** A colour: hue in degrees, saturation and lightness 0–1. */
export interface Tone {
  readonly hue: number
  readonly saturation: number
  readonly lightness: number
}

export const css = ({ hue, saturation, lightness }: Tone, alpha = 1): string => {
  const percent = (part: number) => `${(100 * Math.min(1, Math.max(0, part))).toFixed(1)}%`
  return `hsla(${((hue % 360) + 360) % 360}, ${percent(saturation)}, ${percent(lightness)}, ${alpha})`
}
export const lighter = (tone: Tone, by: number): Tone => ({ ...tone, lightness: tone.lightness + by })

/** [hue from, until, saturation from, until, lightness from, until] */
type Range = readonly [number, number, number, number, number, number]
const ranges = {
  mahogany: [8, 22, 0.4, 0.75, 0.1, 0.28],
  walnut: [18, 34, 0.2, 0.5, 0.1, 0.32],
  maple: [24, 40, 0.35, 0.65, 0.4, 0.68],
  ebony: [0, 360, 0, 0.12, 0.02, 0.12],
  carbon: [200, 250, 0, 0.15, 0.05, 0.2],
  lacquer: [0, 360, 0.3, 0.9, 0.1, 0.45],
  pastel: [0, 360, 0.2, 0.7, 0.6, 0.85],
  steel: [200, 240, 0, 0.08, 0.35, 0.75],
  gunmetal: [200, 240, 0, 0.1, 0.15, 0.35],
  brass: [36, 50, 0.4, 0.8, 0.35, 0.65],
  copper: [14, 28, 0.4, 0.7, 0.3, 0.55],
  ivory: [36, 54, 0.15, 0.5, 0.72, 0.92],
  midnight: [215, 265, 0.3, 0.7, 0.06, 0.2],
} as const satisfies Record<string, Range>
export type Material = keyof typeof ranges

const woods: ReadonlySet<Material> = new Set(['mahogany', 'walnut', 'maple'])
const metals: ReadonlySet<Material> = new Set(['steel', 'gunmetal', 'brass', 'copper'])

function within(random: Random, [hueFrom, hueUntil, satFrom, satUntil, lightFrom, lightUntil]: Range): Tone {
  return {
    hue: random.between(hueFrom, hueUntil),
    saturation: random.between(satFrom, satUntil),
    lightness: random.between(lightFrom, lightUntil),
  }
}

export const toneOf = (random: Random, material: Material): Tone => within(random, ranges[material])

/** A turned part. @param flat as a simple drawing shows it: one colour, no grain, no light */
export function surfaceOf(random: Random, material: Material, flat: boolean): Surface {
  const tone = toneOf(random, material)
  if (flat) return { stops: around([css(tone)]), grain: null, gloss: 0 }
  const swing = random.between(0.02, metals.has(material) ? 0.22 : 0.1)
  const bands = 2 + random.below(4)
  const stops = Array.from({ length: bands }, () => css(lighter(tone, random.between(-swing, swing))))
  const grain = woods.has(material) && random.chance(0.7)
  return {
    stops: around(stops),
    grain: grain ? { strokes: 300, strength: random.between(0.5, 1.6) } : null,
    gloss: random.chance(0.2) ? 0 : random.between(0.2, 1),
  }
}

/** Colours at even distances. */
export const around = (colours: readonly string[]): Stops =>
  colours.length === 1
    ? [[0, colours[0] ?? '']]
    : colours.map((colour, index) => [index / (colours.length - 1), colour])

/** Bright and dark bands that run around a metal ring and end as they began. */
export function metalRing(random: Random, material: Material, flat: boolean): Stops {
  const tone = toneOf(random, material)
  const swing = flat ? 0 : random.between(0.05, 0.35)
  const bands = Array.from({ length: 2 + random.below(6) }, () => css(lighter(tone, random.between(-swing, swing))))
  return around([...bands, bands[0] ?? ''])
}

/** The numbers' colours, full or soft as on a wheel painted to please. */
const numberRanges = {
  full: {
    red: [-14, 14, 0.55, 1, 0.26, 0.52],
    black: [0, 360, 0, 0.25, 0.02, 0.17],
    green: [95, 168, 0.4, 1, 0.18, 0.42],
  },
  soft: {
    red: [-18, 16, 0.4, 0.9, 0.42, 0.66],
    black: [0, 360, 0, 0.35, 0.12, 0.34],
    green: [95, 170, 0.3, 0.9, 0.32, 0.6],
  },
} as const satisfies Record<string, Record<PocketColour, Range>>
const softShare = 0.18

/** How a pocket's floor is painted. */
export type FloorKind = 'own' | 'shaded' | 'dark' | 'metal' | 'wood'

/** The three colours of numbers, with floors alike or of one colour for all. */
export function pocketPaints(
  random: Random,
  floors: FloorKind,
  flat: boolean,
): Record<'green' | 'red' | 'black', PocketPaint> {
  const shared =
    floors === 'dark'
      ? toneOf(random, pick(random, ['ebony', 'gunmetal', 'carbon']))
      : floors === 'wood'
        ? toneOf(random, 'walnut')
        : toneOf(random, pick(random, ['steel', 'steel', 'gunmetal', 'brass']))
  const depth = flat ? 0 : random.between(0, 0.1)
  const shade = random.between(0.3, 0.9)
  const inks = numberRanges[random.chance(softShare) ? 'soft' : 'full']
  const paint = (colour: PocketColour): PocketPaint => {
    const tone = within(random, inks[colour])
    const floor =
      floors === 'own' ? tone : floors === 'shaded' ? { ...tone, lightness: tone.lightness * shade } : shared
    return {
      ringOuter: css(tone),
      ringInner: css({ ...tone, lightness: tone.lightness * (1 - depth) }),
      floorOuter: css(floor),
      floorInner: css({ ...floor, lightness: floor.lightness * (flat ? 1 : shade) }),
    }
  }
  return { green: paint('green'), red: paint('red'), black: paint('black') }
}
