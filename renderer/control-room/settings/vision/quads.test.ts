import { describe, expect, it } from 'vitest'
import { freePlaces, inside, middleOf, quadBetween, shiftedQuad, withCorner } from './quads.ts'

const quad = quadBetween([0.4, 0.3], [0.2, 0.1])
if (quad === null) throw new Error('no quad')

describe('a zone', () => {
  it('is drawn between two points in any order, and never by a mere click', () => {
    expect(quad).toEqual([
      [0.2, 0.1],
      [0.4, 0.1],
      [0.4, 0.3],
      [0.2, 0.3],
    ])
    expect(quadBetween([0.2, 0.1], [0.201, 0.4])).toBeNull()
  })

  it('moves by a corner, or whole up to the edge of the picture', () => {
    expect(withCorner(quad, 2, [0.5, 0.35])[2]).toEqual([0.5, 0.35])
    expect(shiftedQuad(quad, -0.5, 0.9, 0.5625)).toEqual([
      [0, 0.3625],
      [0.2, 0.3625],
      [0.2, 0.5625],
      [0, 0.5625],
    ])
    expect(inside([1.2, -0.1], 0.5625)).toEqual([1, 0])
    expect(middleOf(quad)[0]).toBeCloseTo(0.3)
  })

  it('is given the next place in the order of dealing', () => {
    expect(freePlaces(['player-1', 'banker-2'])[0]).toEqual(['player-2', 'Player 2'])
    expect(freePlaces([]).map(([id]) => id)).toEqual(
      expect.arrayContaining(['player-3', 'banker-1', 'banker-3', 'seat-1', 'seat-7']),
    )
  })
})
