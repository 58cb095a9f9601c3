import { describe, expect, test } from 'vitest'
import { spots } from '../../../backend/contract/index.ts'
import { type Arrow, layouts, neighbour, type Orientation, type Place } from './layout.ts'

const orientations: Orientation[] = ['wide', 'tall']
const arrows: Arrow[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
const middle = (place: Place) => ({ x: place.left + place.width / 2, y: place.top + place.height / 2 })
const covers = (place: Place, { x, y }: { x: number; y: number }) =>
  x >= place.left && x <= place.left + place.width && y >= place.top && y <= place.top + place.height

describe.each(orientations)('the %s layout', (orientation) => {
  const layout = layouts[orientation]

  test('has a place for all 157 spots, inside its own edges', () => {
    expect(layout.size).toBe(157)
    for (const { left, top, width, height } of layout.values()) {
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(-1e-9)
      expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(1 + 1e-9)
    }
  })

  test('puts no two spots in the same place, and no edge over the middle of another spot', () => {
    const inside = new Set(['split', 'street', 'corner', 'six-line'])
    for (const place of layout.values()) {
      for (const other of layout.values()) {
        if (place === other) continue
        // Edges lie above cells: the middle of an edge may be over a cell, never the other way round.
        if (inside.has(place.spot.kind) && !inside.has(other.spot.kind)) continue
        expect(covers(other, middle(place)), `${other.spot.id} covers ${place.spot.id}`).toBe(false)
      }
    }
  })

  test('puts each split between its two numbers', () => {
    for (const place of layout.values()) {
      if (place.spot.kind !== 'split' || place.spot.pockets.includes(0)) continue
      const [a, b] = place.spot.pockets.map((pocket) => layout.get(`straight-${pocket}`))
      if (!a || !b) throw new Error('a split without its numbers')
      expect(middle(place).x).toBeCloseTo((middle(a).x + middle(b).x) / 2)
      expect(middle(place).y).toBeCloseTo((middle(a).y + middle(b).y) / 2)
    }
  })

  test('reaches every spot with the arrow keys', () => {
    const reached = new Set(['straight-17'])
    for (const id of reached) for (const arrow of arrows) reached.add(neighbour(orientation, id, arrow))
    expect([...spots.keys()].filter((id) => !reached.has(id))).toEqual([])
  })
})
