import { describe, expect, it } from 'vitest'
import type { Phase } from '../../../backend/contract/index.ts'
import { directorRulesSchema } from '../api/index.ts'
import {
  afterPersonsTake,
  afterSwitch,
  type Direction,
  direct,
  directorBefore,
  type Sight,
  type Take,
  takeShownMsMax,
} from './direction.ts'

const rules = directorRulesSchema.parse({
  automatic: true,
  holdMsMin: 2_000,
  rules: [
    { phases: ['idle', 'betting_open'], scenes: ['wide', 'wheel'], transition: { kind: 'dissolve', ms: 400 } },
    { phases: ['no_more_bets'], scenes: ['wheel', 'wide'] },
    { phases: ['confirmed'], scenes: ['close', 'wheel'], afterMs: 3_000 },
  ],
})
const scenes = ['wide', 'wheel', 'close'].map((id) => ({
  id,
  name: id.charAt(0).toUpperCase() + id.slice(1),
  layers: [{ source: `${id}-camera`, box: { x: 0, y: 0, width: 1, height: 1 } }],
}))

/** A director on a table whose clock, sources and mixer are in the test's hand. */
class Desk {
  at = Date.UTC(2030, 0, 1, 14, 0, 0)
  phase: Phase = 'idle'
  live = new Set(['wide-camera', 'wheel-camera', 'close-camera'])
  program: string | null = null
  takes: Take[] = []
  state = directorBefore(true)
  #since = this.at

  show(scene: string | null): this {
    this.program = scene
    this.#since = this.at
    return this
  }

  look(afterMs = 0): Direction {
    this.at += afterMs
    const direction = direct(this.state, rules, this.#sight(), this.at)
    this.state = direction.state
    if (direction.take) this.takes.push(direction.take)
    return direction
  }

  #sight(): Sight {
    const tally = { preview: null, leaving: null, onAir: [], inPreview: [], slate: false, standIns: {} }
    return {
      phase: this.phase,
      scenes,
      live: this.live,
      tally: this.program === null ? null : { ...tally, at: this.#since, program: this.program },
    }
  }
}

/** Wide has been on air for a minute while bets are open. */
function betting(): Desk {
  const desk = new Desk().show('wide')
  desk.phase = 'betting_open'
  desk.look()
  desk.at += 60_000
  return desk
}

describe('the director', () => {
  it('cuts to what the phase asks for, and says what it shows', () => {
    const desk = betting()
    expect(desk.look()).toMatchObject({ take: null, text: 'Shows Wide.', dueAt: null })
    desk.phase = 'no_more_bets'
    expect(desk.look()).toMatchObject({ take: { scene: 'wheel', transition: { kind: 'cut' } }, text: 'Cuts to Wheel.' })
    desk.show('wheel')
    expect(desk.look(5_000)).toMatchObject({ take: null, text: 'Shows Wheel.' })
    desk.phase = 'betting_open'
    expect(desk.look().take).toEqual({ scene: 'wide', transition: { kind: 'dissolve', ms: 400 } })
  })

  it('holds a scene for its time, and says until when', () => {
    const desk = betting()
    desk.phase = 'no_more_bets'
    desk.look()
    desk.show('wheel')
    desk.phase = 'betting_open'
    expect(desk.look(500)).toMatchObject({ take: null, text: 'Holds Wheel until 14:01:02 UTC, then Wide.' })
    expect(desk.look(1_499).take).toBeNull()
    expect(desk.look(1).take).toMatchObject({ scene: 'wide' })
  })

  it('waits in the phase as long as its rule says', () => {
    const desk = betting()
    desk.phase = 'confirmed'
    expect(desk.look()).toMatchObject({ take: null, dueAt: desk.at + 3_000 })
    expect(desk.look(3_000).take).toMatchObject({ scene: 'close' })
  })

  it('stays where it is in a phase without a rule', () => {
    const desk = betting()
    desk.phase = 'resulting'
    expect(desk.look()).toMatchObject({ take: null, text: 'Stays on Wide: there is no rule for this phase.' })
  })

  it('takes the next best while the best has no live picture, and the best when it is back', () => {
    const desk = betting()
    desk.live.delete('wheel-camera')
    desk.phase = 'no_more_bets'
    expect(desk.look()).toMatchObject({ take: null, text: 'Shows Wide: Wheel has no live picture.' })
    desk.live.add('wheel-camera')
    expect(desk.look(100).take).toMatchObject({ scene: 'wheel' })
  })

  it('leaves a scene that lost its picture at once, with a cut', () => {
    const desk = betting()
    desk.phase = 'no_more_bets'
    desk.look()
    desk.show('wheel').look(100)
    desk.live.delete('wheel-camera')
    expect(desk.look(100).take).toEqual({ scene: 'wide', transition: { kind: 'cut' } })
    desk.show('wide')
    desk.live.delete('wide-camera')
    // No scene of the rule has a picture: any other is better than none.
    expect(desk.look(100).take).toEqual({ scene: 'close', transition: { kind: 'cut' } })
    desk.live.clear()
    expect(desk.look(100)).toMatchObject({ take: null, text: 'No scene has a live picture.' })
  })

  it('leaves a scene that is no more', () => {
    const desk = betting().show('balcony')
    expect(desk.look().take).toMatchObject({ scene: 'wide' })
  })

  it('believes the tally alone: asks again for a take that does not show', () => {
    const desk = betting()
    desk.phase = 'no_more_bets'
    expect(desk.look().take).toMatchObject({ scene: 'wheel' })
    expect(desk.look(takeShownMsMax - 1).take).toBeNull()
    expect(desk.look(1).take).toMatchObject({ scene: 'wheel' })
    desk.show('wheel')
    expect(desk.look(1)).toMatchObject({ take: null, dueAt: null })
  })

  it('does nothing while the mixer is away', () => {
    const desk = betting().show(null)
    desk.phase = 'no_more_bets'
    expect(desk.look()).toMatchObject({ take: null, text: 'Waits for the media process.' })
  })
})

describe('a person at the mixer', () => {
  const cut = { kind: 'cut' } as const

  it('holds the director back with a take, until the cuts are given back', () => {
    const desk = betting()
    desk.state = afterPersonsTake(desk.state, 'Ada', { scene: 'close', transition: cut }, desk.at)
    expect(desk.look(10).text).toBe('Ada asked for Close; the mixer has not shown it yet.')
    desk.show('close')
    desk.phase = 'no_more_bets'
    expect(desk.look(60_000)).toMatchObject({
      take: null,
      text: 'Ada cut to Close. Press Auto to give the cuts back.',
      dueAt: null,
    })
    desk.live.delete('close-camera')
    expect(desk.look(60_000).take).toBeNull()
    desk.state = afterSwitch(desk.state, true, 'Ben')
    expect(desk.look().take).toMatchObject({ scene: 'wheel' })
  })

  it('is heard again when the mixer did not do it', () => {
    const desk = betting()
    desk.state = afterPersonsTake(desk.state, 'Ada', { scene: 'close', transition: cut }, desk.at)
    expect(desk.look(takeShownMsMax).take).toEqual({ scene: 'close', transition: cut })
    desk.state = afterPersonsTake(desk.state, 'Ada', { scene: 'balcony', transition: cut }, desk.at)
    expect(desk.look(takeShownMsMax)).toMatchObject({ take: null, dueAt: null })
  })

  it('can hold the director where it is', () => {
    const desk = betting()
    desk.state = afterSwitch(desk.state, false, 'Ada')
    desk.phase = 'no_more_bets'
    expect(desk.look()).toMatchObject({
      take: null,
      text: 'Ada holds the director back. Press Auto to let it cut.',
    })
  })
})
