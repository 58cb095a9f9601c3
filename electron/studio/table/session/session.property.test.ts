import { expect, test } from 'vitest'
import type { RoundId } from '../../../../backend/contract/index.ts'
import { random } from '../../random.test-helper.ts'
import { Told } from './told.test-helper.ts'

test('over any sequence of events: what the witnesses confirm, both of them said of this very spin', () => {
  let confirmed = 0
  let waited = 0
  for (let seed = 1; seed <= 200; seed += 1) {
    const next = random(seed)
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item
    const told = new Told()
    /** What was said since the spin of the round in flight began, in the test's own bookkeeping. */
    let said: { numbers: number[]; lost: boolean; seen: number[]; launchedAt: number; over: boolean } | null = null
    let pocket = 17
    let at = 0
    for (let event = 0; event < 120; event += 1) {
      at += Math.floor(next() * 2_500)
      const before = told.state.round
      const live =
        before !== null &&
        !before.waiting &&
        ['betting_open', 'last_bets', 'no_more_bets', 'resulting'].includes(before.phase)
      const kind = pick([
        'place_bets',
        'ball_in_rim',
        'no_more_bets',
        'number',
        'number',
        'lost',
        'see',
        'see',
        'see',
        'tick',
        'restart',
      ] as const)
      if (
        said &&
        at >= said.launchedAt &&
        before &&
        said.launchedAt === Number.POSITIVE_INFINITY &&
        at >= before.closesAt
      )
        said.launchedAt = before.closesAt
      switch (kind) {
        case 'place_bets':
          told.wheel(at, { type: 'place_bets' })
          if (told.state.round?.roundId !== before?.roundId) {
            pocket = pick([17, 4])
            said = { numbers: [], lost: false, seen: [], launchedAt: Number.POSITIVE_INFINITY, over: false }
          } else if (said) said.over = true
          break
        case 'ball_in_rim':
        case 'no_more_bets':
          told.wheel(at, { type: kind })
          if (said && !said.over) said.launchedAt = Math.min(said.launchedAt, at)
          break
        case 'number': {
          const number = next() < 0.9 ? pocket : pick([17, 4])
          if (said && !said.over) said.numbers.push(number)
          told.number(at, number)
          break
        }
        case 'lost':
          if (said && !said.over) said.lost = true
          told.wheel(at, { type: 'spin_lost', why: pick(['mis_spin', 'interrupted']), raw: [] })
          break
        case 'see': {
          const seen = next() < 0.8 ? pocket : pick([17, 4])
          const rest = {
            confidence: pick([0.97, 0.97, 0.97, 0.6]),
            rolledAt: pick([at - 100, at - 100, at - 100, at - 10_000, null]),
          }
          const live = pick([null, null, null, 'the picture stands still'])
          const closed = before
            ? Math.min(said?.launchedAt ?? Number.POSITIVE_INFINITY, before.closesAt)
            : Number.POSITIVE_INFINITY
          const own =
            rest.confidence > 0.9 && rest.rolledAt !== null && rest.rolledAt >= closed && at >= closed && live === null
          if (said && !said.over && own) said.seen.push(seen)
          told.camera(at, seen, rest, live)
          break
        }
        default:
          told.input({ type: kind, at })
      }
      const after = told.state.round
      if (after?.phase === 'confirmed' && before?.phase !== 'confirmed') {
        confirmed += 1
        const failed = `seed ${seed}, event ${event}`
        expect(live, failed).toBe(true)
        expect(kind === 'tick' || kind === 'restart' || kind === 'place_bets', failed).toBe(false)
        expect(after.result?.authority, failed).toEqual({ by: 'witnesses' })
        expect(said?.lost, failed).toBe(false)
        expect(new Set(said?.numbers), failed).toEqual(new Set([after.result?.pocket]))
        expect(new Set(said?.seen), failed).toEqual(new Set([after.result?.pocket]))
      }
      if (after?.waiting && !before?.waiting) waited += 1
      if (after?.waiting && next() < 0.3) told.decide(at, { kind: 'void', reason: 'next' })
    }
    // Each round is told to the backend in the order of its phases, and ends once.
    let open: RoundId | null = null
    for (const body of told.events) {
      if (body.type === 'round_opened') {
        expect(open, `seed ${seed}`).toBeNull()
        open = body.roundId
      } else if ('roundId' in body) expect(body.roundId, `seed ${seed}`).toBe(open)
      if (body.type === 'result_confirmed' || body.type === 'round_voided') open = null
    }
  }
  expect(confirmed).toBeGreaterThan(50)
  expect(waited).toBeGreaterThan(50)
})
