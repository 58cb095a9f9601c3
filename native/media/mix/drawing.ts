import { fileURLToPath } from 'node:url'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { type Cover, coverOf } from './cover.ts'

/** Inter comes in one file for each script; Skia goes through the families until one has the letter. */
const scripts = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese']
const family = (script: string) => `Tablecast Inter ${script}`
for (const script of scripts) {
  const file = `@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`
  GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(file)), family(script))
}
const families = scripts.map((script) => `"${family(script)}"`).join(', ')

/** Inter's capitals and figures are this part of the type size high. */
const capitals = 0.727
/** A text that is too long first becomes this much smaller, then loses its end. */
const textShrinkMax = 0.7

/** What `paint` draws on nothing, as something to lay over a picture. @param width px, even @param height px, even */
export function painted(width: number, height: number, paint: (context: SKRSContext2D) => void): Cover {
  const canvas = createCanvas(width, height)
  paint(canvas.getContext('2d'))
  return coverOf(canvas.data(), width, height)
}

/** The baseline on which capitals and figures of a size stand in the middle of `y`. */
export const middled = (y: number, size: number): number => y + (capitals * size) / 2

/** The text, or as much of it as fits, at the largest size up to `size`. Sets the context's type to it. */
export function fitText(
  context: SKRSContext2D,
  text: string,
  size: number,
  weight: number,
  widthMax: number,
  shrinkMax = textShrinkMax,
): { text: string; size: number; wide: number } {
  setType(context, size, weight)
  const natural = context.measureText(text).width
  const fitting = natural > widthMax ? Math.max(size * shrinkMax, (size * widthMax) / natural) : size
  setType(context, fitting, weight)
  let shown = text
  while (shown.length > 1 && context.measureText(shown).width > widthMax) {
    shown = `${shown.slice(0, shown.endsWith('…') ? -2 : -1).trimEnd()}…`
  }
  return { text: shown, size: fitting, wide: Math.min(widthMax, context.measureText(shown).width) }
}

function setType(context: SKRSContext2D, size: number, weight: number): void {
  context.font = `${weight} ${size}px ${families}`
  context.fontVariantNumeric = 'tabular-nums'
}
