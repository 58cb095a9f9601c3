import { expect, test } from 'vitest'
import type { WheelEvent } from '../wheel-event.ts'
import { slingShot } from './index.ts'

/** A wheel as the sensor hears it: lines every 500 ms, and what came of them. */
class Heard {
  at = 1_000_000
  readonly witness = slingShot.witness()
  readonly events: WheelEvent[] = []

  /** Sends lines, half a second after the ones before. */
  line(...lines: string[]): this {
    this.at += 500
    this.events.push(...this.witness.receive(Buffer.from(lines.map((line) => `${line}\r\n`).join('')), this.at))
    return this
  }

  /** Status frames in these states, with the previous spin's number, 4. */
  states(...states: number[]): this {
    for (const state of states) this.line(status(state))
    return this
  }

  lost(): this {
    this.events.push(...this.witness.lost(this.at))
    return this
  }

  /** What came, without the status of every frame. */
  get facts(): (string | number)[] {
    return this.events.flatMap((event): (string | number)[] => {
      if (event.type === 'status') return []
      if (event.type === 'winning_number') return [event.pocket]
      return event.type === 'spin_lost' ? [event.why] : [event.type]
    })
  }
}

const status = (state: number, number = ' 4', warnings = '0') => `*X;${state};146;${number};${warnings};158;0`
const begun = ['place_bets', 'ball_in_rim', 'no_more_bets']
const whole = () => new Heard().states(6, 1, 2, 2, 3, 3, 4, 4)

test('a whole spin: each phase once, and the number that the wheel says twice', () => {
  const heard = whole().line('17', status(5, '17')).line(status(5, '17')).states(2)
  expect(heard.facts).toEqual([...begun, 17, 'place_bets'])
  const said = heard.events.find((event) => event.type === 'winning_number')
  expect(said).toMatchObject({ raw: ['17', '*X;5;146;17;0;158;0'] })
})

test('the previous number, shown in states 1 to 4, is never this spin’s', () => {
  expect(whole().facts).toEqual(begun)
})

test('the same number twice running is two numbers', () => {
  const heard = whole().line(' 4', status(5)).states(2, 3, 4).line(' 4', status(5))
  expect(heard.facts).toEqual([...begun, 4, ...begun, 4])
})

test('zero is a pocket', () => {
  expect(whole().line(' 0', status(5, ' 0')).facts).toEqual([...begun, 0])
})

test.each([
  ['another bare number', ['14', status(5, '17')]],
  ['no bare number', [status(5, '17')]],
  ['two different bare numbers', ['14', '17', status(5, '17')]],
  ['no number in the status', ['17', status(5, '  ')]],
  ['something corrupt between the two', ['17', '*X;5;14', status(5, '17')]],
  ['a double zero, which this wheel has not', ['00', status(5, '00')]],
])('%s is a contradiction', (_, lines) => {
  const heard = whole().line(...lines)
  expect(heard.facts.filter((fact) => fact !== 'corrupt')).toEqual([...begun, 'contradiction'])
})

test('a bare number that no state 5 follows counts for nothing later', () => {
  expect(whole().line('17', status(4)).line(status(5, '17')).facts).toEqual([...begun, 'contradiction'])
})

test.each([
  ['4→2', [2, 3, 4, 2], [...begun, 'interrupted', 'place_bets', 'interrupted']],
  ['3→2', [2, 3, 2], ['place_bets', 'ball_in_rim', 'interrupted', 'place_bets', 'interrupted']],
  ['4→6, the silent drop', [2, 3, 4, 6], [...begun, 'interrupted']],
  ['3→6', [2, 3, 6], ['place_bets', 'ball_in_rim', 'interrupted']],
  ['2→6', [2, 6], ['place_bets', 'interrupted']],
  ['2→1', [2, 1], ['place_bets', 'interrupted']],
  ['4→1', [2, 3, 4, 1], [...begun, 'interrupted']],
  ['4→3', [2, 3, 4, 3], [...begun, 'ball_in_rim', 'interrupted']],
  ['2→4: bets close, but the number will be unknown', [2, 4], ['place_bets', 'no_more_bets', 'interrupted']],
  ['state 7', [2, 3, 7], ['place_bets', 'ball_in_rim', 'ball_not_detected']],
])('odd transition %s', (_, states, facts) => {
  expect(new Heard().states(...states).line('17', status(5, '17')).facts).toEqual(facts)
})

test.each([[2], [2, 3]])('2→5 and 3→5: the number is unknown although the wheel says it twice', (...states) => {
  const heard = new Heard().states(...states).line('17', status(5, '17'))
  expect(heard.facts.at(-1)).toBe('interrupted')
})

test('after a lost spin the next one counts', () => {
  const heard = new Heard().states(2, 3, 4, 6, 1, 2, 3, 4).line('17', status(5, '17'))
  expect(heard.facts).toEqual([...begun, 'interrupted', ...begun, 17])
})

test('a spin that was joined in the middle has no number and no phases', () => {
  for (const state of [3, 4]) expect(new Heard().states(state, 4).line('17', status(5, '17')).facts).toEqual([])
})

test('a connection lost in the middle of a spin loses the spin, also when it comes back in time', () => {
  const heard = whole().lost().states(4).line('17', status(5, '17'))
  expect(heard.facts).toEqual([...begun, 'interrupted'])
  expect(new Heard().states(2, 3).lost().states(2).facts).toEqual([
    'place_bets',
    'ball_in_rim',
    'interrupted',
    'place_bets',
  ])
})

test('a connection lost between spins loses nothing', () => {
  expect(whole().line('17', status(5, '17')).lost().facts).toEqual([...begun, 17])
})

test('after a gap in which a whole spin could have passed, the number is unknown', () => {
  const heard = whole()
  heard.at += 2_501
  expect(heard.line('17', status(5, '17')).facts).toEqual([...begun, 'interrupted'])
})

test.each([2, 3, 4])('a mis-spin in state %i voids the spin', (state) => {
  const heard = new Heard().states(...[2, 3, 4].slice(0, state - 1)).line(status(state, ' 4', '2'))
  expect(
    heard
      .states(4)
      .line('17', status(5, '17'))
      .facts.filter((fact) => fact === 'mis_spin' || fact === 17),
  ).toEqual(['mis_spin'])
})

test('a hardware fault voids the spin', () => {
  expect(whole().line('17', status(5, '17', '4')).facts).toEqual([...begun, 'hardware_fault'])
})

test('a failed launch is not told in the first 3 s of state 3, and never voids', () => {
  const heard = new Heard().states(2)
  for (let frame = 0; frame < 8; frame += 1) heard.line(status(3, ' 4', '8'))
  const warned = heard.events.flatMap((event) =>
    event.type === 'status' && event.state === 'ball_in_rim' ? [event.warnings.length] : [],
  )
  expect(warned).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
  expect(heard.states(4).line('17', status(5, '17')).facts).toEqual([...begun, 17])
})

test('an unseen ball in state 4 is borne for 5 s, then the spin is void', () => {
  const unseen = (heard: Heard, frames: number) => {
    for (let frame = 0; frame < frames; frame += 1) heard.line(status(4, ' 4', '1'))
    return heard
  }
  expect(unseen(whole(), 10).line('17', status(5, '17')).facts).toEqual([...begun, 17])
  expect(unseen(whole(), 11).line('17', status(5, '17')).facts).toEqual([...begun, 'ball_not_detected'])
  expect(unseen(unseen(whole(), 9).states(4), 9).line('17', status(5, '17')).facts).toEqual([...begun, 17])
})

test('frames that arrive bunched in one read mean the same', () => {
  const lines = [2, 3, 4].map((state) => status(state))
  expect(new Heard().line(...lines, '17', status(5, '17')).facts).toEqual([...begun, 17])
})

test('the corrupt frame of a real day is told, and changes nothing', () => {
  const heard = new Heard().states(2, 3, 4).line('*X;4;14*X;*X;4;146; 9;0;158;0').line('17', status(5, '17'))
  expect(heard.facts).toEqual([...begun, 'corrupt', 17])
})

test('the spin number wraps without meaning', () => {
  const heard = new Heard()
  for (const line of ['*X;2;255; 4;0;158;0', '*X;3;255; 4;0;158;0', '*X;4;000; 4;0;158;0']) heard.line(line)
  expect(heard.line('17', '*X;5;000;17;0;158;0').facts).toEqual([...begun, 17])
})
