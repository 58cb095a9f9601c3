import { describe, expect, it } from 'vitest'
import type { Quad } from '../frame.ts'
import { ProcedureDesk } from './index.ts'
import { type Conditions, type Draw, person, TableScene } from './table-scene.test-helper.ts'

const seat: Quad = [
  [0.3, 0.03],
  [0.7, 0.03],
  [0.7, 0.25],
  [0.3, 0.25],
]
const picturesPerSecond = 5

/** @returns when somebody was told to be there or not, s */
function told(
  seconds: number,
  conditions: (seconds: number) => Conditions,
  draw: (seconds: number) => Draw | undefined,
) {
  const scene = new TableScene(1)
  const desk = new ProcedureDesk({ watches: [{ id: 'dealer', name: 'Dealer', kind: 'dealer', quad: seat }] })
  const found: { present: boolean; at: number }[] = []
  for (let picture = 0; picture < seconds * picturesPerSecond; picture++) {
    const at = picture / picturesPerSecond
    for (const { event } of desk.see({ frame: scene.picture(at * 1000, conditions(at), draw(at)) }))
      if (event.kind === 'presence') found.push({ present: event.present, at: event.at / 1000 })
  }
  return found
}

/** Who sits still breathes and sways by a px or two. */
const sitting = (seconds: number): Draw =>
  person(320 + 1.5 * Math.sin(seconds * 1.3), 70 + 1.2 * Math.sin(seconds * 1.9))
const noise = () => ({ noise: 3 })

describe('PresenceWatch', { timeout: 240_000 }, () => {
  it('tells that a dealer sits there, leaves, and comes back', () => {
    const found = told(34, noise, (s) => (s < 12 || s > 28 ? sitting(s) : undefined))
    expect(found.map(({ present }) => present)).toEqual([true, false, true])
    expect(found[0]?.at).toBeLessThan(10)
    expect(found[1]?.at).toBeGreaterThan(21)
    expect(found[1]?.at).toBeLessThan(26)
    expect(found[2]?.at).toBeLessThan(29.5)
  })

  it.each<[string, (seconds: number) => Conditions]>([
    ['much noise', () => ({ noise: 8 })],
    ['light that drifts', (s) => ({ noise: 3, light: 1 + 0.3 * Math.sin(s / 2), slope: 0.2 * Math.sin(s / 3) })],
  ])('tells that nobody is there, under %s', (_, conditions) => {
    const found = told(16, conditions, () => undefined)
    expect(found).toMatchObject([{ present: false }])
    expect(found[0]?.at).toBeGreaterThan(10)
  })

  it('takes a jacket that was left on the chair for nobody, after a while', () => {
    const found = told(60, noise, (s) => (s < 11 ? undefined : sitting(Math.min(s, 16))))
    expect(found.map(({ present }) => present)).toEqual([false, true, false])
    expect(found[2]?.at).toBeGreaterThan(40)
  })
})
