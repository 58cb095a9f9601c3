import { expect, it } from 'vitest'
import { Failover, returnHoldMs } from './failover.ts'

const all = () => true

it('shows a source itself until it is told that it is not alive, then its backup, and the backup’s backup', () => {
  const failover = new Failover({ wheel: 'wide', wide: 'close' })
  expect(failover.standIn('wheel', all, 0)).toBe('wheel')
  failover.tell('wheel', false, 0)
  expect(failover.standIn('wheel', all, 0)).toBe('wide')
  failover.tell('wide', false, 0)
  expect(failover.standIn('wheel', all, 0)).toBe('close')
  failover.tell('close', false, 0)
  expect(failover.standIn('wheel', all, 0)).toBeNull()
})

it('takes none that has brought no picture', () => {
  const failover = new Failover({ wheel: 'wide' })
  expect(failover.standIn('wheel', (source) => source === 'wide', 0)).toBe('wide')
  expect(failover.standIn('wheel', () => false, 0)).toBeNull()
})

it('lets a source that came back wait while another stands in, from its last return on', () => {
  const failover = new Failover({ wheel: 'wide' })
  failover.tell('wheel', false, 0)
  failover.tell('wheel', true, 1_000)
  failover.tell('wheel', false, 2_000)
  failover.tell('wheel', true, 2_500)
  failover.tell('wheel', true, 4_000)
  expect(failover.standIn('wheel', all, 2_500 + returnHoldMs - 1)).toBe('wide')
  expect(failover.standIn('wheel', all, 2_500 + returnHoldMs)).toBe('wheel')
})

it('shows a source that came back at once when nothing else lives', () => {
  const failover = new Failover({ wheel: 'wide' })
  for (const source of ['wheel', 'wide']) failover.tell(source, false, 0)
  failover.tell('wheel', true, 100)
  expect(failover.standIn('wheel', all, 100)).toBe('wheel')
})

it('ends where backups name each other', () => {
  const failover = new Failover({ wheel: 'wide', wide: 'wheel' })
  expect(failover.line('wheel')).toEqual(['wheel', 'wide'])
  for (const source of ['wheel', 'wide']) failover.tell(source, false, 0)
  expect(failover.standIn('wheel', all, 0)).toBeNull()
})

/** Brings frames of each source every so many ms, from one time to another, and tells who was shown when. */
function shown(failover: Failover, everyMs: Readonly<Record<string, number>>, from: number, until: number) {
  const changes: [number, string | null][] = []
  for (let now = from; now < until; now++) {
    for (const [source, every] of Object.entries(everyMs)) if (now % every === 0) failover.brought(source, now)
    const source = failover.standIn('wheel', all, now)
    if (source !== changes.at(-1)?.[1]) changes.push([now, source])
  }
  return changes
}

it('misses a source before the watch does, while its backup goes on, and takes it back after the hold', () => {
  const failover = new Failover({ wheel: 'wide' })
  expect(shown(failover, { wheel: 33, wide: 33 }, 0, 1_000)).toEqual([[0, 'wheel']])
  const [, change] = shown(failover, { wide: 33 }, 1_000, 1_500)
  expect(change?.[1]).toBe('wide')
  expect(change?.[0]).toBeGreaterThan(990 + 150)
  expect(change?.[0]).toBeLessThanOrEqual(990 + 190)
  const [, back] = shown(failover, { wheel: 33, wide: 33 }, 1_500, 5_000)
  expect(back).toEqual([1_518 + returnHoldMs, 'wheel'])
})

it('misses none whose backup is away too, nor one that is slow', () => {
  const failover = new Failover({ wheel: 'wide' })
  shown(failover, { wheel: 33, wide: 33 }, 0, 1_000)
  expect(shown(failover, {}, 1_000, 2_000)).toEqual([[1_000, 'wheel']])
  expect(shown(failover, { wide: 33, wheel: 34 }, 2_000, 3_000)).toEqual([[2_000, 'wheel']])
  expect(shown(failover, { wide: 33, wheel: 34 }, 3_000, 3_500)).toEqual([[3_000, 'wheel']])
  expect(shown(new Failover({ wheel: 'wide' }), { wide: 20, wheel: 200 }, 0, 5_000)).toEqual([[0, 'wheel']])
})

it('shows a source that is missed when its backup is lost', () => {
  const failover = new Failover({ wheel: 'wide' })
  shown(failover, { wheel: 33, wide: 33 }, 0, 1_000)
  expect(shown(failover, { wide: 33 }, 1_000, 1_500).at(-1)?.[1]).toBe('wide')
  failover.tell('wide', false, 1_500)
  expect(failover.standIn('wheel', all, 1_500)).toBe('wheel')
})
