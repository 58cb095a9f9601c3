import { describe, expect, it } from 'vitest'
import type { StudioView } from '../../../electron/studio/api/index.ts'
import { needs } from './needs.ts'

type Level = 'ok' | 'attention' | 'alarm'

function view(
  levels: { sensor?: Level; outbox?: Level; wide?: Level; record?: Level; eye?: Level; bets?: Level },
  processes: StudioView['processes'] = [],
) {
  const device = (name: string, level: Level = 'ok') => ({ attention: { level, text: `${name} is ${level}` } })
  return {
    table: {
      sources: [
        { id: 'wide', ...device('wide camera', levels.wide) },
        { id: 'wheel', ...device('wheel camera') },
      ],
      eyes: [{ source: 'wheel', ...device('eye', levels.eye) }],
      procedure: levels.bets === undefined ? [] : [{ id: 'late', level: levels.bets, text: 'A late bet?' }],
      record: levels.record === undefined ? null : device('disk', levels.record),
      sensor: device('sensor', levels.sensor),
      program: device('program'),
      outbox: device('outbox', levels.outbox),
      clock: null,
    },
    processes,
  }
}

describe('what needs a person', () => {
  it('is nothing while everything is fine', () => {
    expect(needs(view({}))).toEqual([])
  })

  it('names the worst first', () => {
    expect(needs(view({ sensor: 'attention', outbox: 'alarm' })).map((need) => need.text)).toEqual([
      'outbox is alarm',
      'sensor is attention',
    ])
  })

  it('names what cameras saw of procedure, and an eye that abstains', () => {
    expect(needs(view({ bets: 'alarm', eye: 'attention', sensor: 'alarm' })).map((need) => need.text)).toEqual([
      'A late bet?',
      'sensor is alarm',
      'eye is attention',
    ])
  })

  it('names the source and the disk that ail', () => {
    expect(needs(view({ wide: 'alarm', record: 'attention' })).map((need) => need.text)).toEqual([
      'wide camera is alarm',
      'disk is attention',
    ])
  })

  it('names a process that is down, with its reason, and not one that is starting', () => {
    const process = { pid: 1, since: 0, restarts: 1 }
    const down = { ...process, name: 'game', state: 'down', text: 'Ended with SIGKILL. Attempt 2 in 1 s.' } as const
    const starting = { ...process, name: 'sfu', state: 'starting', text: 'Starting, attempt 2.' } as const
    expect(needs(view({}, [down, starting])).map((need) => need.text)).toEqual([
      'game: Ended with SIGKILL. Attempt 2 in 1 s.',
    ])
  })
})
