import { describe, expect, it } from 'vitest'
import { Freshness } from './freshness.ts'

/** A picture drawn every `everyMs` until `until`. */
function played(everyMs: number, until: number): Freshness {
  const freshness = new Freshness()
  for (let at = 0; at <= until; at += everyMs) freshness.drawn(at)
  return freshness
}

describe('a picture', () => {
  it('waits until the first one is drawn', () => {
    expect(new Freshness().look(60_000)).toEqual({ state: 'waiting' })
  })

  it('has stopped well within half a second of the last one', () => {
    const freshness = played(40, 2_000)
    expect(freshness.look(2_290)).toEqual({ state: 'playing' })
    expect(freshness.look(2_310)).toEqual({ state: 'stopped', since: 2_000 })
  })

  it('may come slowly, if it always does', () => {
    const freshness = played(500, 10_000)
    expect(freshness.look(10_900)).toEqual({ state: 'playing' })
    expect(freshness.look(11_400)).toMatchObject({ state: 'stopped' })
  })

  it('does not get used to one long gap', () => {
    const freshness = played(40, 2_000)
    freshness.drawn(30_000)
    expect(freshness.look(30_400)).toMatchObject({ state: 'stopped' })
  })

  it('is given a moment when it is asked for again', () => {
    const freshness = played(40, 2_000)
    freshness.wanted(20_000)
    expect(freshness.look(20_200)).toEqual({ state: 'playing' })
    expect(freshness.look(20_600)).toEqual({ state: 'stopped', since: 2_000 })
  })

  it('has failed until one is drawn again', () => {
    const freshness = played(40, 2_000)
    freshness.failed(2_010)
    freshness.failed(2_500)
    expect(freshness.look(2_600)).toEqual({ state: 'failed', since: 2_010 })
    freshness.drawn(2_700)
    expect(freshness.look(2_710)).toEqual({ state: 'playing' })
  })
})
