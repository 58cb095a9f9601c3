import { expect, test } from 'vitest'
import { seededRandom } from '../../../test/house/random.ts'
import { spoil, wheelAlphabet, wheelSpin } from '../captures.test-helper.ts'
import { slingShot } from './index.ts'

function heard(seed: number, chance: number, spins: number) {
  const next = seededRandom(seed)
  const witness = slingShot.witness()
  let at = 0
  let previous: number | null = null
  const told = { right: 0, wrong: 0, lost: 0 }
  for (let index = 0; index < spins; index += 1) {
    const pocket = Math.floor(next() * 37)
    for (const line of wheelSpin(index, previous, pocket)) {
      at += 500
      for (const event of witness.receive(spoil(Buffer.from(line), chance, wheelAlphabet, next), at)) {
        if (event.type === 'winning_number') told[event.pocket === pocket ? 'right' : 'wrong'] += 1
        if (event.type === 'spin_lost') told.lost += 1
      }
    }
    previous = pocket
  }
  return told
}

test('an unspoilt line tells every number', () => {
  expect(heard(1, 0, 100)).toEqual({ right: 100, wrong: 0, lost: 0 })
})

test.each([0.0005, 0.005, 0.05])('spoilt bytes (%d of them) never make a number that was not sent', (chance) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const told = heard(seed, chance, 50)
    expect(told.wrong, `seed ${seed}`).toBe(0)
    expect(told.right + told.lost, `seed ${seed}`).toBeGreaterThan(0)
  }
})

test('noise of any kind is survived', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const next = seededRandom(seed)
    const witness = slingShot.witness()
    const noise = Buffer.from(Array.from({ length: 5_000 }, () => Math.floor(next() * 256)))
    const events = witness.receive(noise, 1)
    expect(
      events.every(({ type }) => type === 'corrupt'),
      `seed ${seed}`,
    ).toBe(true)
  }
})
