/** Families of wheels: what the wheels of one family have in common. Whole families are kept from training. */

import type { FloorKind, Material } from './materials.ts'

/** How the ring of numbers is made: painted fields, pads on a ground, numerals alone, or one with the pockets. */
export type NumbersKind = 'painted' | 'pads' | 'bare' | 'joined'
export type FretKind = 'steel' | 'gilt' | 'dark' | 'white' | 'hairline' | 'bar'
export type RaysKind = 'none' | 'diamonds' | 'starburst' | 'spokes' | 'petals'
export type TurretKind = 'none' | 'cross' | 'knob' | 'propeller' | 'crown'

export interface Family {
  /** Of its wheels' rim, track and apron, and of the cone. */
  readonly bowl: readonly Material[]
  readonly cone: readonly Material[]
  readonly metal: readonly Material[]
  readonly floors: readonly FloorKind[]
  readonly numbers: readonly NumbersKind[]
  readonly frets: readonly FretKind[]
  readonly rays: readonly RaysKind[]
  readonly turrets: readonly TurretKind[]
  /** Share of wheels drawn in plain colours, without any light on them. */
  readonly flat: number
}

const everything: Omit<Family, 'flat'> = {
  bowl: [
    'mahogany',
    'walnut',
    'maple',
    'ebony',
    'carbon',
    'lacquer',
    'pastel',
    'steel',
    'gunmetal',
    'brass',
    'copper',
    'ivory',
  ],
  cone: [
    'mahogany',
    'walnut',
    'maple',
    'ebony',
    'carbon',
    'lacquer',
    'pastel',
    'steel',
    'gunmetal',
    'brass',
    'copper',
    'ivory',
  ],
  metal: ['steel', 'steel', 'brass', 'gunmetal', 'copper'],
  floors: ['own', 'own', 'shaded', 'shaded', 'dark', 'metal', 'wood'],
  numbers: ['painted', 'painted', 'painted', 'painted', 'pads', 'bare', 'joined', 'joined'],
  frets: ['steel', 'gilt', 'dark', 'white', 'hairline', 'bar'],
  rays: ['none', 'diamonds', 'starburst', 'spokes'],
  turrets: ['none', 'cross', 'knob', 'propeller'],
}

export const families = {
  classic: {
    bowl: ['mahogany', 'walnut'],
    cone: ['mahogany', 'walnut', 'brass'],
    metal: ['brass', 'steel'],
    floors: ['shaded', 'own'],
    numbers: ['painted'],
    frets: ['steel', 'gilt'],
    rays: ['none', 'diamonds', 'spokes'],
    turrets: ['cross', 'knob'],
    flat: 0.1,
  },
  modern: {
    bowl: ['ebony', 'gunmetal', 'walnut', 'steel'],
    cone: ['steel', 'gunmetal', 'ebony'],
    metal: ['steel'],
    floors: ['metal', 'dark', 'own'],
    numbers: ['painted', 'joined'],
    frets: ['steel', 'hairline'],
    rays: ['none', 'spokes'],
    turrets: ['knob', 'propeller'],
    flat: 0.2,
  },
  carbon: {
    bowl: ['carbon', 'ebony'],
    cone: ['carbon', 'gunmetal'],
    metal: ['gunmetal', 'steel'],
    floors: ['dark', 'shaded'],
    numbers: ['painted', 'pads'],
    frets: ['dark', 'hairline', 'steel'],
    rays: ['none', 'starburst'],
    turrets: ['knob', 'none'],
    flat: 0.2,
  },
  brass: {
    bowl: ['walnut', 'brass', 'maple'],
    cone: ['brass', 'copper'],
    metal: ['brass', 'copper'],
    floors: ['shaded', 'wood', 'metal'],
    numbers: ['painted', 'pads'],
    frets: ['gilt', 'bar'],
    rays: ['none', 'spokes', 'diamonds'],
    turrets: ['cross', 'propeller'],
    flat: 0.1,
  },
  studio: {
    bowl: ['pastel', 'ivory', 'lacquer', 'maple'],
    cone: ['pastel', 'ivory', 'steel'],
    metal: ['steel', 'brass'],
    floors: ['own', 'dark', 'metal'],
    numbers: ['painted', 'pads', 'bare'],
    frets: ['white', 'steel', 'gilt'],
    rays: ['none', 'starburst', 'diamonds'],
    turrets: ['knob', 'cross'],
    flat: 0.3,
  },
  drawn: { ...everything, flat: 1 },
  any: { ...everything, flat: 0.25 },
  /** Kept for thresholds: pale bowls and gilt over coloured floors, petals on the cone. */
  belleEpoque: {
    bowl: ['ivory', 'maple', 'copper'],
    cone: ['ivory', 'copper'],
    metal: ['brass'],
    floors: ['own', 'wood'],
    numbers: ['painted', 'pads'],
    frets: ['gilt', 'bar'],
    rays: ['petals'],
    turrets: ['crown'],
    flat: 0.15,
  },
  /** Kept for the last test: blue night, steel pockets, numerals set apart. */
  midnight: {
    bowl: ['midnight'],
    cone: ['midnight', 'steel'],
    metal: ['steel'],
    floors: ['metal', 'dark', 'own'],
    numbers: ['painted', 'pads', 'joined'],
    frets: ['hairline', 'white', 'steel'],
    rays: ['petals', 'starburst', 'none'],
    turrets: ['crown', 'propeller'],
    flat: 0.15,
  },
} as const satisfies Record<string, Family>

export type FamilyName = keyof typeof families
export type Split = 'training' | 'validation' | 'test'

/** `any` and `drawn` know the most; the rest are what wheels mostly look like. */
export const familiesOf: Readonly<Record<Split, readonly FamilyName[]>> = {
  training: ['classic', 'modern', 'carbon', 'brass', 'studio', 'drawn', 'drawn', 'any', 'any', 'any', 'any'],
  validation: ['belleEpoque'],
  test: ['midnight'],
}
