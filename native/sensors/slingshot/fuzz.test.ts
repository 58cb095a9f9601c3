import { expect, test } from 'vitest'
import { encodeStatus, encodeWinningNumber } from './codec.ts'
import { slingShot } from './index.ts'

/** mulberry32: small, seeded, good enough to spoil bytes. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const rhythm = { place_bets: 18, ball_in_rim: 8, no_more_bets: 14, winning_number: 10 } as const

/** One spin as the wheel sends it, 500 ms apart. */
function* spin(index: number, previous: number | null, pocket: number): Generator<string> {
  for (const state of ['place_bets', 'ball_in_rim', 'no_more_bets', 'winning_number'] as const)
    for (let frame = 0; frame < rhythm[state]; frame += 1) {
      const number = state === 'winning_number' ? pocket : previous
      const status = encodeStatus({ state, spin: index, number, warnings: [], rotorRpm: 15, direction: 'clockwise' })
      yield state === 'winning_number' && frame === 0 ? encodeWinningNumber(pocket) + status : status
    }
}

/** Flips, drops, repeats and inserts bytes. */
function spoil(bytes: Buffer, chance: number, next: () => number): Buffer {
  const alphabet = '*X;0123456789 \r\n'
  return Buffer.from(
    [...bytes].flatMap((byte) => {
      if (next() >= chance) return [byte]
      const kind = Math.floor(next() * 5)
      if (kind === 0) return [byte ^ (1 << Math.floor(next() * 8))]
      if (kind === 1) return []
      if (kind === 2) return [byte, byte]
      if (kind === 3) return [byte, alphabet.charCodeAt(Math.floor(next() * alphabet.length))]
      return [alphabet.charCodeAt(Math.floor(next() * alphabet.length))]
    }),
  )
}

function heard(seed: number, chance: number, spins: number) {
  const next = random(seed)
  const witness = slingShot.witness()
  let at = 0
  let previous: number | null = null
  const told = { right: 0, wrong: 0, lost: 0 }
  for (let index = 0; index < spins; index += 1) {
    const pocket = Math.floor(next() * 37)
    for (const line of spin(index, previous, pocket)) {
      at += 500
      for (const event of witness.receive(spoil(Buffer.from(line), chance, next), at)) {
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
    const next = random(seed)
    const witness = slingShot.witness()
    const noise = Buffer.from(Array.from({ length: 5_000 }, () => Math.floor(next() * 256)))
    const events = witness.receive(noise, 1)
    expect(
      events.every(({ type }) => type === 'corrupt'),
      `seed ${seed}`,
    ).toBe(true)
  }
})
