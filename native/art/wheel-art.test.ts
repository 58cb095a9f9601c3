import { createCanvas } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { drawBowl } from './bowl-art.ts'
import { classicStyle } from './classic-style.ts'
import { drawRotor, drawRotorLight, rotorHalfOf } from './rotor-art.ts'
import type { WheelStyle } from './wheel-style.ts'

const middle = 360

/** @returns red, green and blue at places given in polar coordinates around the wheel's middle: px, rad */
function coloursAt(style: WheelStyle | undefined, places: readonly (readonly [number, number])[]): number[][] {
  const context = createCanvas(2 * middle, 2 * middle).getContext('2d')
  context.translate(middle, middle)
  drawBowl(context, style)
  const half = rotorHalfOf(style ?? classicStyle)
  for (const layer of [drawRotor(1, style), drawRotorLight(1, style)])
    context.drawImage(layer, -half, -half, 2 * half, 2 * half)
  return places.map(([radius, angle]) => {
    const [x, y] = [Math.cos(angle), Math.sin(angle)].map((part) => middle + Math.round(part * radius)) as [
      number,
      number,
    ]
    return [...context.getImageData(x, y, 1, 1).data.slice(0, 3)]
  })
}

/** As the virtual studio's wheel has looked since its first day. */
const classic = [
  ['rim', 319, 0.3, [93, 57, 30]],
  ['track', 290, 1.1, [54, 29, 16]],
  ['apron', 250, 2, [87, 49, 25]],
  ['deflector', 246, 0.4027, [96, 96, 99]],
  ['ring of zero', 208, 0, [11, 125, 61]],
  ['ring of 32', 208, 0.1698, [179, 19, 28]],
  ['floor of 15', 166, 0.3396, [19, 19, 21]],
  ['fret', 166, 0.0849, [200, 200, 199]],
  ['cone', 138, 3, [62, 37, 21]],
  ['turret', 25, 4, [202, 168, 117]],
] as const

test('the wheel of the virtual studio looks as ever when no style is asked for', () => {
  const seen = coloursAt(
    undefined,
    classic.map(([, radius, angle]) => [radius, angle]),
  )
  classic.forEach(([part, , , colour], index) => {
    // Other processors' Skia may round otherwise.
    colour.forEach((value, channel) => {
      expect(Math.abs((seen[index]?.[channel] ?? 0) - value), part).toBeLessThanOrEqual(3)
    })
  })
})

test('a style moves and paints the parts anew', () => {
  const [black] = [classicStyle.pockets.black]
  const style: WheelStyle = {
    ...classicStyle,
    radii: { ...classicStyle.radii, pockets: 150, cone: 110 },
    pockets: { ...classicStyle.pockets, black: { ...black, ringOuter: '#2030f0', ringInner: '#2030f0' } },
  }
  const [ring] = coloursAt(style, [[166, 0.3396]])
  expect(ring?.[2]).toBeGreaterThan(150)
})
