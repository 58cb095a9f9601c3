import { fileURLToPath } from 'node:url'
import { type CanvasGradient, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import type { Random } from './random.ts'

export const fontFamily = 'Tablecast Inter'
const interFile = fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'))
GlobalFonts.registerFromPath(interFile, fontFamily)

export const fullTurn = 2 * Math.PI

/** The area between two circles around the origin, as the current path. */
export function ring(context: SKRSContext2D, inner: number, outer: number): void {
  context.beginPath()
  context.arc(0, 0, outer, 0, fullTurn)
  context.arc(0, 0, inner, 0, fullTurn, true)
}

/** A slice of a ring around the origin, as the current path. Angles in rad. */
export function slice(context: SKRSContext2D, inner: number, outer: number, from: number, until: number): void {
  context.beginPath()
  context.arc(0, 0, outer, from, until)
  context.arc(0, 0, inner, until, from, true)
  context.closePath()
}

/** Stops for a gradient: `[place 0–1, colour]`. */
export type Stops = readonly (readonly [number, string])[]

/** What a turned part is made of. */
export interface Surface {
  /** From its inner edge to its outer one. */
  readonly stops: Stops
  /** Fine arcs of wood; null: none. */
  readonly grain: { readonly strokes: number; readonly strength: number } | null
  /** How much of the lamps its lacquer shows, 0–1. */
  readonly gloss: number
}

export function radial(context: SKRSContext2D, inner: number, outer: number, stops: Stops) {
  const gradient = context.createRadialGradient(0, 0, inner, 0, 0, outer)
  for (const [place, colour] of stops) gradient.addColorStop(place, colour)
  return gradient
}

/** A gradient around the origin; `from` is the angle of its first stop, rad. */
export function conic(context: SKRSContext2D, from: number, stops: Stops) {
  const gradient = context.createConicGradient(from, 0, 0)
  for (const [place, colour] of stops) gradient.addColorStop(place, colour)
  return gradient
}

/** Turned metal under two lamps: light and dark bands that run around. */
export const turnedMetal: Stops = [
  [0, '#8e8f92'],
  [0.1, '#f4f4f2'],
  [0.19, '#7b7c80'],
  [0.34, '#3c3d41'],
  [0.46, '#9b9ca0'],
  [0.57, '#e6e6e4'],
  [0.66, '#6b6c70'],
  [0.84, '#37383c'],
  [1, '#8e8f92'],
]

/** A turned part between two circles; `light` lies over it as far as its lacquer shows lamps. */
export function drawSurface(
  context: SKRSContext2D,
  random: Random,
  { stops, grain, gloss }: Surface,
  inner: number,
  outer: number,
  light: CanvasGradient,
): void {
  context.save()
  ring(context, inner, outer)
  context.clip()
  context.fillStyle = radial(context, inner, outer, stops)
  context.fillRect(-outer, -outer, 2 * outer, 2 * outer)
  if (grain) woodGrain(context, random, inner, outer, grain.strokes, grain.strength)
  context.globalAlpha = gloss
  context.fillStyle = light
  context.fillRect(-outer, -outer, 2 * outer, 2 * outer)
  context.restore()
}

/** The grain of turned wood: fine arcs, lighter and darker. Needs a clip. */
export function woodGrain(
  context: SKRSContext2D,
  random: Random,
  inner: number,
  outer: number,
  strokes: number,
  strength: number,
): void {
  context.save()
  for (let stroke = 0; stroke < strokes; stroke++) {
    const from = random.between(0, fullTurn)
    const dark = random.chance(0.6)
    const alpha = random.between(0.02, 0.11) * strength
    context.strokeStyle = dark ? `rgba(20, 8, 2, ${alpha * 1.6})` : `rgba(232, 170, 110, ${alpha})`
    context.lineWidth = random.between(0.4, 1.7)
    context.beginPath()
    context.arc(0, random.between(-1.2, 1.2), random.between(inner, outer), from, from + random.between(0.15, 1.5))
    context.stroke()
  }
  context.restore()
}
