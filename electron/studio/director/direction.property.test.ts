import { expect, test } from 'vitest'
import type { Phase } from '../../../backend/contract/index.ts'
import type { Tally } from '../../../native/media/index.ts'
import { type DirectorRules, directorRulesSchema } from '../api/index.ts'
import { random } from '../random.test-helper.ts'
import { afterPersonsTake, afterSwitch, direct, directorBefore, type Take, takeShownMsMax } from './direction.ts'

const cameras = ['a', 'b', 'c', 'd']
const phases: Phase[] = ['idle', 'betting_open', 'no_more_bets', 'resulting', 'confirmed']
const afterMsMax = 3_000
const scenes = cameras.map((id) => ({
  id,
  name: id,
  layers: [{ source: id, box: { x: 0, y: 0, width: 1, height: 1 } }],
}))

type Pick = <Item>(items: readonly Item[]) => Item

function anyRules(next: () => number, pick: Pick): DirectorRules {
  return directorRulesSchema.parse({
    automatic: true,
    holdMsMin: Math.floor(next() * 4_000),
    rules: phases
      .filter(() => next() < 0.8)
      .map((phase) => ({
        phases: [phase],
        scenes: [...new Set([pick(cameras), pick(cameras), pick(cameras)])],
        afterMs: next() < 0.5 ? 0 : Math.floor(next() * afterMsMax),
      })),
  })
}

test('over any sequence of phases, failures and lost takes: never to a picture that is not live, never too soon, never over a person, and in the end where the rules say', () => {
  let taken = 0
  let failures = 0
  for (let seed = 1; seed <= 300; seed += 1) {
    const next = random(seed)
    const pick: Pick = (items) => items[Math.floor(next() * items.length)] as never
    const rules = anyRules(next, pick)
    const live = new Set(cameras)
    let at = 1_000_000
    let phase: Phase = 'idle'
    let phaseSince = at
    let tally: Tally = {
      at,
      program: 'a',
      preview: null,
      leaving: null,
      onAir: ['a'],
      inPreview: [],
      slate: false,
      standIns: {},
    }
    let state = directorBefore(true)
    let pending: Take | null = null
    let mixerWorks = true
    /** What a person took and nobody gave back. */
    let persons: string | null = null

    const look = () => {
      const direction = direct(state, rules, { phase, scenes, live, tally }, at)
      state = direction.state
      const { take } = direction
      if (!take) return
      if (mixerWorks) pending = take
      if (persons !== null) {
        expect(take.scene, `seed ${seed} at ${at}: over a person`).toBe(persons)
        return
      }
      const told = `seed ${seed} at ${at}: ${tally.program} → ${take.scene} in ${phase}`
      expect(live.has(take.scene), `${told}: its picture is not live`).toBe(true)
      const failed = !live.has(tally.program)
      if (!failed) {
        const rule = rules.rules.find((each) => each.phases.includes(phase))
        expect(at, `${told}: too soon after the last cut`).toBeGreaterThanOrEqual(tally.at + rules.holdMsMin)
        expect(at, `${told}: too soon in the phase`).toBeGreaterThanOrEqual(phaseSince + (rule?.afterMs ?? 0))
        expect(
          rule?.scenes.find((id) => live.has(id)),
          told,
        ).toBe(take.scene)
      }
      taken += 1
      if (failed) failures += 1
    }
    const settle = () => {
      // What is on air already changes nothing.
      if (pending && pending.scene !== tally.program) tally = { ...tally, at, program: pending.scene }
      pending = null
      look()
    }

    look()
    for (let event = 0; event < 80; event += 1) {
      at += Math.floor(next() * 1_500)
      const kind = next()
      if (kind < 0.3) {
        const entered = pick(phases)
        if (entered !== phase) phaseSince = at
        phase = entered
      } else if (kind < 0.5) live.delete(pick(cameras))
      else if (kind < 0.7) live.add(pick(cameras))
      else if (kind < 0.8) mixerWorks = !mixerWorks
      else if (kind < 0.85) {
        persons = pick(cameras)
        pending = { scene: persons, transition: { kind: 'cut' } }
        state = afterPersonsTake(state, 'Ada', pending, at)
      } else if (kind < 0.95) {
        persons = null
        state = afterSwitch(state, true, 'Ada')
      }
      look()
      if (next() < 0.7) settle()
    }

    // Then nothing happens for a while.
    mixerWorks = true
    persons = null
    state = afterSwitch(state, true, 'Ada')
    for (let quietMs = 0; quietMs < 4_000 + afterMsMax + 2 * takeShownMsMax; quietMs += 100) {
      at += 100
      look()
      settle()
    }
    const wanted = rules.rules.find((each) => each.phases.includes(phase))?.scenes.find((id) => live.has(id))
    if (wanted !== undefined) expect(tally.program, `seed ${seed}: not where the rules say`).toBe(wanted)
    else if (live.size > 0) expect(live.has(tally.program), `seed ${seed}: stays without a picture`).toBe(true)
  }
  // The wander went where the rules bite.
  expect(taken).toBeGreaterThan(1_000)
  expect(failures).toBeGreaterThan(200)
})
