import { expect, it } from 'vitest'
import type { Cover } from './cover.ts'
import { painted } from './drawing.ts'
import type { OverlayContent } from './overlay-content.ts'
import { drawContent } from './overlay-drawing.ts'

const [width, height] = [400, 50]
const drawn = (content: OverlayContent, wide = width, high = height) =>
  painted(wide, high, (context) => drawContent(context, content, wide, high, null))
const text = (written: string, change: object = {}): OverlayContent => ({
  kind: 'text',
  text: written,
  colour: '#ffffff',
  background: '#102030',
  align: 'left',
  ...change,
})
const row = Math.floor(height / 2)
const ends = ({ luma }: Cover) => [luma.from[row], luma.until[row]]
/** Pixels of the text or the ring. */
const bright = ({ luma }: Cover) =>
  luma.colours.filter((colour, i) => colour > 200 && (luma.alphas[i] ?? 0) > 200).length

it('puts a text on a panel of its own width, at the side of the box that it is aligned to', () => {
  const [left, centre, right] = (['left', 'centre', 'right'] as const).map((align) =>
    ends(drawn(text('Last bets', { align }))),
  )
  expect(left?.[0]).toBe(0)
  expect(right?.[1]).toBe(width)
  const wide = left?.[1] ?? 0
  expect(wide).toBeGreaterThan(120)
  expect(wide).toBeLessThan(250)
  expect(Math.abs((centre?.[0] ?? 0) + (centre?.[1] ?? 0) - width)).toBeLessThanOrEqual(2)
})

it('keeps a text that is too long inside its box', () => {
  const long = drawn(text('The result of this round is being checked by the pit boss, one moment please'))
  const [from, until] = ends(long)
  expect(from).toBe(0)
  expect(until).toBeGreaterThan(width * 0.9)
  // The panel ends beside the text, not in it.
  const edge = long.luma.colours.subarray(row * width + (until ?? 0) - 8, row * width + (until ?? 0))
  expect(edge.every((colour) => colour < 100)).toBe(true)
})

it('writes letters of other scripts, each its own', () => {
  const shapes = ['Ж', 'Ω', 'Ș', 'ế', 'я'].map((letter) => String(drawn(text(letter)).luma.colours))
  expect(new Set(shapes).size).toBe(shapes.length)
})

it('draws figures of one width, so that a countdown does not dance', () => {
  const [, ones] = ends(drawn(text('111')))
  const [, eights] = ends(drawn(text('888')))
  expect(Math.abs((ones ?? 0) - (eights ?? 0))).toBeLessThanOrEqual(1)
})

it('empties the timer’s ring', () => {
  const left = [1, 0.75, 0.5, 0.25, 0.01].map((part) =>
    bright(drawn({ kind: 'timer', seconds: 8, left: part, colour: '#ffffff' }, 90, 90)),
  )
  expect(left).toEqual([...left].sort((one, other) => other - one))
  expect(new Set(left).size).toBe(left.length)
})

it('puts a result on its colour', () => {
  const { luma, chroma } = drawn({ kind: 'result', text: '17', background: '#ff0000' }, 100, 100)
  expect([luma.colours[12 * 100 + 50], chroma[1].colours[6 * 50 + 25]]).toEqual([63, 240])
})

it('draws nothing before a picture file is there', () => {
  const { luma } = drawn({ kind: 'image', file: 'logo.png', opacity: 1 })
  expect(luma.alphas.some((alpha) => alpha > 0)).toBe(false)
})
