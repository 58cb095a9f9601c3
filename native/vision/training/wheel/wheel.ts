/** A wheel of one style, drawn once in layers from which many pictures are composed. */

import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Random, WheelStyle } from '../../../art/index.ts'
import { drawBowl, drawRotor, drawRotorLight, randomStream, rotorHalfOf } from '../../../art/index.ts'
import { decorateBowl, decorateCone, decorateNumbers } from './decor.ts'
import { type FamilyName, families } from './families.ts'
import { numbersRadius, styleOf } from './styles.ts'

/** Heights over the plane of the printed numbers, in their radii; only from aside do they matter. */
interface Heights {
  readonly bowl: number
  readonly track: number
  readonly pockets: number
  readonly cone: number
}

/** One layer around its middle; `half` its side's half in px. */
export interface Layer {
  readonly canvas: Canvas
  readonly half: number
}

/** Lengths of `style` are in px of the virtual studio; those of the rest in radii of the printed numbers. */
export interface Wheel {
  readonly family: FamilyName | 'virtual'
  readonly style: WheelStyle
  readonly heights: Heights
  /** The printed numbers' radius in the layers, px. */
  readonly radiusPx: number
  /** Where colours are seen: the middle of the coloured ring. */
  readonly colours: { readonly radius: number; readonly height: number }
  /** Where a ball's middle may rest. */
  readonly rest: { readonly inner: number; readonly outer: number }
  readonly ball: number
  readonly bowl: Layer
  readonly pockets: Layer
  readonly numbers: Layer
  readonly cone: Layer
  readonly light: Layer
}

/** How far the drawn table reaches from the wheel's middle, in radii. */
export const tableReach = 1.75

/** The same seed, family and index give the same wheel. @param radiusPx of the printed numbers */
export function wheelOf(seed: number, family: FamilyName, index: number, radiusPx: number): Wheel {
  const random = randomStream(seed, `wheel ${family} ${index}`)
  const style = styleOf(random, families[family])
  return drawWheel(random, family, style, radiusPx)
}

export function drawWheel(random: Random, family: Wheel['family'], style: WheelStyle, radiusPx: number): Wheel {
  const scale = radiusPx / numbersRadius
  const half = rotorHalfOf(style) * scale
  const { radii } = style
  const heights = {
    bowl: random.between(0, 0.1),
    track: random.between(0.02, 0.16),
    pockets: -random.between(0, 0.09),
    cone: random.between(-0.02, 0.08),
  }
  // Frets as long as the numbers: a ball rests beside the numeral.
  const joined = style.frets.line?.width === style.frets.width
  const bare = style.pockets.red.ringOuter === style.pockets.black.ringOuter
  const [cone, pockets, numbers, ball] = [radii.cone, radii.pockets, radii.numbers, radii.ball].map(
    (px) => px / numbersRadius,
  ) as [number, number, number, number]
  const layer = (canvas: Canvas): Layer => ({ canvas, half })
  return {
    family,
    style,
    heights,
    radiusPx,
    colours: bare
      ? { radius: (cone + pockets) / 2, height: heights.pockets }
      : { radius: (pockets + numbers) / 2, height: 0 },
    rest: { inner: cone + 0.75 * ball, outer: (joined ? 0.95 * numbers : pockets) - 0.65 * ball },
    ball,
    bowl: bowlLayer(random, style, radiusPx),
    pockets: layer(drawRotor(scale, style, ['pockets'])),
    numbers: layer(
      decorated(drawRotor(scale, style, ['numbers']), (context) => decorateNumbers(context, random, style)),
    ),
    cone: layer(decorated(drawRotor(scale, style, ['cone']), (context) => decorateCone(context, random, style))),
    light: layer(drawRotorLight(scale, style)),
  }
}

/** A rotor's origin still lies in its middle. */
function decorated(canvas: Canvas, decorate: (context: SKRSContext2D) => void): Canvas {
  decorate(canvas.getContext('2d'))
  return canvas
}

function bowlLayer(random: Random, style: WheelStyle, radiusPx: number): Layer {
  const half = Math.ceil(tableReach * radiusPx)
  const canvas = createCanvas(2 * half, 2 * half)
  const context = canvas.getContext('2d')
  context.translate(half, half)
  context.scale(radiusPx / numbersRadius, radiusPx / numbersRadius)
  drawBowl(context, style)
  decorateBowl(context, random, style)
  return { canvas, half }
}
