import type { Stops, Surface } from './art-tools.ts'

/** The colours of numbers on every European wheel. */
export type PocketColour = 'green' | 'red' | 'black'

/** Radii of a wheel's parts from the outside in, px; the ball's diameter is twice `ball`. */
export type WheelRadii = Readonly<
  Record<'bowl' | 'rim' | 'trackInner' | 'deflector' | 'rotor' | 'numbers' | 'pockets' | 'cone' | 'ball', number>
>

/** One colour's ring of printed numbers and pocket's floor. */
export interface PocketPaint {
  readonly ringOuter: string
  readonly ringInner: string
  readonly floorOuter: string
  readonly floorInner: string
}

export interface Numerals {
  readonly weight: number
  readonly family: string
  readonly size: number
  readonly colour: string
  /** From standing with the head outwards, rad. */
  readonly turn: number
}

/** A coloured pad for each number on a ring of one colour. */
interface Pads {
  readonly ground: string
  /** How far the pad keeps from its field's edges, px. */
  readonly inset: number
}

export interface Frets {
  readonly width: number
  /** From the cone outwards. */
  readonly stops: Stops
  readonly shadow: { readonly width: number; readonly alpha: number }
  /** Between the printed numbers; null: none. */
  readonly line: { readonly width: number; readonly colour: string } | null
}

/** Rays laid into the cone: they make the turning seen. */
export interface Rays {
  readonly count: number
  readonly inner: number
  readonly outer: number
  /** Half of it, where the ray is broadest; that lies `broadest` of the way out. */
  readonly half: number
  readonly broadest: number
  readonly colours: readonly [string, string]
  readonly edge: string
}

export interface Turret {
  /** From its highlight to its shade. */
  readonly metal: readonly [string, string, string, string]
  readonly arms: number
  readonly armLength: number
  readonly armHalf: { readonly inner: number; readonly outer: number }
  /** At the arms' ends. */
  readonly knob: number
  readonly hub: number
  readonly top: number
  readonly steps: readonly number[]
  readonly stepColour: string
}

/** Metal diamonds in the ball's way down. Half their lengths in px; facets are as grey as `mean` ± `swing`, 0–255. */
interface Deflectors {
  readonly count: number
  readonly long: number
  readonly short: number
  readonly mean: number
  readonly swing: number
}

/** Narrow metal rings around the numbers, between them and the pockets, and around the cone. Widths in px. */
export interface MetalRings {
  readonly stops: Stops
  readonly pockets: number
  readonly cone: number
  /** How much of the lamps they show, 0–1. */
  readonly gloss: number
}

/** Everything by which one wheel looks different from another. Lengths in px of the wheel's own camera. */
export interface WheelStyle {
  readonly radii: WheelRadii
  readonly rim: Surface
  /** The metal ring between rim and track, around the wheel. */
  readonly rimRing: Stops
  readonly track: Surface
  readonly apron: Surface
  readonly deflectors: Deflectors
  readonly pockets: Readonly<Record<PocketColour, PocketPaint>>
  readonly pads: Pads | null
  readonly numerals: Numerals
  readonly frets: Frets
  readonly rings: MetalRings
  readonly cone: Surface
  readonly rays: Rays | null
  readonly turret: Turret
  /** The bowl's shadow over the numbers, 0–1. */
  readonly shade: number
  /** From the ball's highlight to its edge. */
  readonly ball: Stops
}
