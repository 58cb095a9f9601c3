/** One wheel of a family, drawn by chance. Its ring of numbers always ends at the same radius. */

import type { Frets, MetalRings, Numerals, Random, Rays, Turret, WheelRadii, WheelStyle } from '../../../art/index.ts'
import { radii as classicRadii, fontFamily, pocketPitch } from '../../../art/index.ts'
import { pick, rather } from './chance.ts'
import type { Family, FretKind, NumbersKind, RaysKind, TurretKind } from './families.ts'
import { around, css, lighter, metalRing, pocketPaints, surfaceOf, type Tone, toneOf } from './materials.ts'

/** The outer edge of the printed numbers, px of the style. */
export const numbersRadius = classicRadii.numbers

export function styleOf(random: Random, family: Family): WheelStyle {
  const flat = random.chance(family.flat)
  const numbers = pick(random, family.numbers)
  const radii = radiiOf(random, numbers)
  const floors =
    numbers === 'bare' || numbers === 'joined'
      ? pick(random, ['own', 'own', 'shaded'] as const)
      : pick(random, family.floors)
  const painted = pocketPaints(random, numbers === 'joined' && random.chance(0.5) ? 'own' : floors, flat)
  const metal = pick(random, family.metal)
  const frets = fretsOf(random, pick(random, family.frets), numbers, metal === 'brass')
  const surface = (materials: Family['bowl']) => surfaceOf(random, pick(random, materials), flat)
  const ground = toneOf(random, pick(random, ['ebony', 'ebony', 'gunmetal', 'walnut', 'ivory']))
  const bare = numbers === 'bare' ? css(ground) : null
  const pockets = bare === null ? painted : repainted(painted, bare)
  return {
    radii,
    rim: surface(family.bowl),
    rimRing: metalRing(random, metal, flat),
    track: surface(family.bowl),
    apron: surface(family.bowl),
    deflectors: deflectorsOf(random),
    pockets,
    pads: numbers === 'pads' ? { ground: css(ground), inset: random.between(1, 5) } : null,
    numerals: numeralsOf(random, radii, numbers === 'bare' && ground.lightness > 0.5),
    frets,
    rings: ringsOf(random, family, numbers, flat),
    cone: surface(family.cone),
    rays: raysOf(random, pick(random, family.rays), radii.cone),
    turret: turretOf(random, pick(random, family.turrets), toneOf(random, metal), radii.cone),
    shade: flat ? 0 : random.between(0, 1),
    ball: ballOf(random),
  }
}

function radiiOf(random: Random, numbers: NumbersKind): WheelRadii {
  const ring = numbersRadius
  const pockets = ring * (numbers === 'joined' ? random.between(0.82, 0.9) : random.between(0.72, 0.9))
  const cone = Math.max(0.48 * ring, pockets - ring * random.between(0.11, 0.27))
  const rotor = ring * rather(random, 1.004, 1.07)
  const trackInner = rotor + ring * random.between(0.06, 0.32)
  const rim = trackInner + ring * random.between(0.08, 0.24)
  const ball = ring * Math.min(random.between(0.025, 0.047), ((pockets - cone) / ring) * 0.42)
  return {
    bowl: rim + ring * random.between(0.04, 0.28),
    rim,
    trackInner,
    deflector: rotor + (trackInner - rotor) * random.between(0.4, 0.8),
    rotor,
    numbers: ring,
    pockets,
    cone,
    ball: Math.min(ball, (cone + ball) * pocketPitch * 0.44),
  }
}

const repainted = (paints: WheelStyle['pockets'], ring: string): WheelStyle['pockets'] => {
  const over = { ringOuter: ring, ringInner: ring }
  return { green: { ...paints.green, ...over }, red: { ...paints.red, ...over }, black: { ...paints.black, ...over } }
}

const typefaces = [
  fontFamily,
  fontFamily,
  'DejaVu Sans',
  'DejaVu Serif',
  'DejaVu Sans Mono',
  'DejaVu Sans Condensed',
  'DejaVu Serif Condensed',
]

function numeralsOf(random: Random, { pockets, numbers }: WheelRadii, onPale: boolean): Numerals {
  const ink: Tone = onPale
    ? { hue: 0, saturation: 0, lightness: random.between(0, 0.2) }
    : { hue: random.between(30, 60), saturation: rather(random, 0, 0.8), lightness: random.between(0.65, 1) }
  return {
    weight: pick(random, [400, 600, 700, 700, 900]),
    family: pick(random, typefaces),
    size: Math.min((numbers - pockets) * random.between(0.45, 1), numbers * random.between(0.055, 0.1)),
    colour: css(ink),
    turn: pick(random, [0, 0, 0, Math.PI, Math.PI / 2, -Math.PI / 2]),
  }
}

function fretsOf(random: Random, kind: FretKind, numbers: NumbersKind, gilt: boolean): Frets {
  const tones: Record<FretKind, Tone> = {
    steel: toneOf(random, 'steel'),
    gilt: toneOf(random, 'brass'),
    dark: toneOf(random, 'ebony'),
    white: { hue: 40, saturation: random.between(0, 0.2), lightness: random.between(0.85, 1) },
    hairline: toneOf(random, pick(random, ['steel', 'brass', 'gunmetal', 'ivory'])),
    bar: toneOf(random, gilt ? 'brass' : 'steel'),
  }
  const widths: Record<FretKind, readonly [number, number]> = {
    steel: [1.2, 3.2],
    gilt: [1.2, 3.5],
    dark: [0.8, 3.5],
    white: [0.8, 3.2],
    hairline: [0.4, 1.1],
    bar: [3, 6.5],
  }
  const tone = tones[kind]
  const width = random.between(...widths[kind])
  const swing = random.between(0, 0.2)
  const lined = numbers === 'joined' || random.chance(0.5)
  return {
    width,
    stops: around([css(lighter(tone, -swing)), css(tone), css(lighter(tone, random.between(-swing, swing)))]),
    shadow: { width: random.between(0, 3), alpha: random.chance(0.3) ? 0 : random.between(0, 0.6) },
    line: lined
      ? { width: numbers === 'joined' ? width : random.between(0.3, 2.5), colour: css(tone, random.between(0.5, 1)) }
      : null,
  }
}

function ringsOf(random: Random, family: Family, numbers: NumbersKind, flat: boolean): MetalRings {
  return {
    stops: metalRing(random, pick(random, family.metal), flat),
    pockets: numbers === 'joined' || random.chance(0.15) ? 0 : rather(random, 0.5, 7),
    cone: random.chance(0.15) ? 0 : rather(random, 0.5, 8),
    gloss: flat ? 0 : random.between(0, 1),
  }
}

function raysOf(random: Random, kind: RaysKind, cone: number): Rays | null {
  if (kind === 'none') return null
  const colours = [
    css(toneOf(random, pick(random, rayMaterials))),
    css(toneOf(random, pick(random, rayMaterials))),
  ] as const
  const edge = css(toneOf(random, 'brass'), random.chance(0.5) ? 0 : random.between(0.3, 1))
  const shapes = {
    diamonds: { count: 2 * (2 + random.below(5)), inner: 0.4, outer: 0.88, half: 0.05, broadest: 0.5 },
    starburst: { count: 2 * (4 + random.below(9)), inner: 0.1, outer: 1, half: 0.13, broadest: 0.92 },
    spokes: { count: 3 + random.below(6), inner: 0.1, outer: 0.97, half: 0.035, broadest: 0.2 },
    petals: { count: 2 * (3 + random.below(4)), inner: 0.25, outer: 0.96, half: 0.17, broadest: 0.62 },
  }[kind]
  const half = shapes.half * random.between(0.6, 1.4) * cone
  return {
    count: shapes.count,
    broadest: shapes.broadest,
    inner: shapes.inner * cone,
    outer: shapes.outer * cone,
    half,
    colours,
    edge,
  }
}
const rayMaterials = ['mahogany', 'maple', 'ebony', 'ivory', 'brass', 'steel', 'lacquer'] as const

function turretOf(random: Random, kind: TurretKind, tone: Tone, cone: number): Turret {
  const metal = [
    css(lighter(tone, 0.3)),
    css(lighter(tone, 0.1)),
    css(lighter(tone, -0.1)),
    css(lighter(tone, -0.25)),
  ] as const
  const reach = cone * random.between(0.25, 0.75)
  const arms = { none: 0, knob: 0, cross: 4, propeller: 2 + random.below(2), crown: 5 + random.below(4) }[kind]
  const hub = kind === 'none' ? 0.01 : cone * random.between(0.1, 0.4)
  const inner = random.between(2, 8)
  return {
    metal,
    arms,
    armLength: reach,
    armHalf: { inner, outer: inner * random.between(0.4, 1.6) },
    knob: arms > 0 ? random.between(1, 11) : 0,
    hub,
    top: hub * random.between(0.2, 0.6),
    steps: [hub, hub * 0.7, hub * 0.4],
    stepColour: css(lighter(tone, -0.3), 0.5),
  }
}

function deflectorsOf(random: Random): WheelStyle['deflectors'] {
  const long = random.between(5, 18)
  return {
    count: pick(random, [0, 8, 8, 12, 16]),
    long,
    short: long * random.between(0.2, 1),
    mean: random.between(60, 200),
    swing: random.between(0, 110),
  }
}

/** White or ivory, at times a little tinted, turned dark at its edge or not. */
function ballOf(random: Random): WheelStyle['ball'] {
  const tint: Tone = {
    hue: pick(random, [40, 45, 50, 210, random.between(0, 360)]),
    saturation: rather(random, 0, 0.6),
    lightness: random.between(0.8, 0.97),
  }
  const shade = random.between(0, 0.4)
  return around([css(lighter(tint, 0.1)), css(tint), css(lighter(tint, -shade / 3)), css(lighter(tint, -shade))])
}
