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
