import { describe, expect, it } from 'vitest'
import type { SourceView, TableSnapshot } from '../../../electron/studio/api/index.ts'
import {
  coverOfFeed,
  coverOfSource,
  faultChips,
  fpsLevel,
  previewWords,
  programWords,
  rateWords,
  sourceTally,
} from './tile-words.ts'

const viewAt = 100_000
const playing = { state: 'playing' } as const

function source(over: Partial<SourceView> = {}): SourceView {
  return {
    id: 'wheel',
    name: 'Wheel camera',
    state: 'ok',
    faults: [],
    width: 1280,
    height: 720,
    fps: 29.97,
    frameAgeMs: 20,
    frames: 900,
    dropped: 0,
    repeated: 0,
    connections: 1,
    sound: null,
    driftMs: null,
    onAir: false,
    inPreview: false,
    standIn: null,
    attention: { level: 'ok', text: 'Wheel camera is live.' },
    ...over,
  }
}

describe('what lies over a tile', () => {
  it('is nothing while source and preview are live', () => {
    expect(coverOfSource(source(), playing, false, viewAt)).toBeNull()
    expect(coverOfSource(source({ state: 'degraded' }), playing, false, viewAt)).toBeNull()
  })

  it('is a veil with the age of the last frame when the watch says that the picture is old, however it still moves here', () => {
    const stale = source({ state: 'stale', frameAgeMs: 4_000, why: 'Silent for 4 s. Check the cable.' })
    expect(coverOfSource(stale, playing, false, viewAt)).toEqual({
      kind: 'veil',
      word: 'Silent for 4 s. Check the cable.',
      since: 96_000,
    })
  })

  it('is a veil when the way to the window stopped, whatever the watch says', () => {
    const stopped = { state: 'stopped', since: 99_000 } as const
    expect(coverOfSource(source(), stopped, false, viewAt)).toMatchObject({ kind: 'veil', since: 99_000 })
    expect(coverOfFeed(stopped, true)).toMatchObject({ word: 'The media process is away' })
  })

  it('is words where there is no picture at all', () => {
    const waiting = { state: 'waiting' } as const
    const connecting = source({ state: 'connecting', frameAgeMs: null })
    expect(coverOfSource(connecting, waiting, false, viewAt)).toEqual({
      kind: 'words',
      text: 'Connecting to Wheel camera.',
    })
    expect(coverOfSource(source({ state: 'lost', why: 'Nobody answers.' }), waiting, false, viewAt)).toEqual({
      kind: 'words',
      text: 'Nobody answers.',
    })
    expect(coverOfFeed(waiting, false)).toMatchObject({ text: 'Waiting for the first picture.' })
  })

  it('covers a picture from before a connection was lost', () => {
    const again = source({ state: 'connecting', frameAgeMs: 9_000 })
    expect(coverOfSource(again, playing, false, viewAt)).toMatchObject({ kind: 'veil', since: 91_000 })
  })
})

describe('the words on a tile', () => {
  it('are the rate, or the age of a frame that is old', () => {
    expect(rateWords(source())).toBe('30 fps')
    expect(rateWords(source({ fps: 4.94 }))).toBe('4.9 fps')
    expect(rateWords(source({ frameAgeMs: 1_240 }))).toBe('1.2 s old')
    expect(rateWords(source({ frameAgeMs: null, state: 'connecting' }))).toBe('connecting')
    expect(rateWords(source({ frameAgeMs: null, state: 'lost' }))).toBe('no picture')
  })

  it('name the faults, the worst first', () => {
    const faults: SourceView['faults'] = [
      { kind: 'silent', level: 'attention', text: 'No sound for 10 s' },
      { kind: 'slow', level: 'alarm', text: '12 of 30 frames a second' },
    ]
    expect(faultChips({ faults }).map(({ word }) => word)).toEqual(['Slow', 'Silent'])
    expect(fpsLevel({ faults })).toBe('alarm')
    expect(fpsLevel({ faults: [] })).toBe('ok')
  })
})

describe('the tally', () => {
  const tally: NonNullable<TableSnapshot['mix']['tally']> = {
    at: 1,
    program: 'wide',
    preview: 'wheel',
    leaving: null,
    onAir: ['cam-1'],
    inPreview: ['cam-1', 'cam-2'],
    slate: false,
    standIns: {},
  }
  const mix: TableSnapshot['mix'] = {
    scenes: [
      { id: 'wide', name: 'Wide', sources: ['cam-1'] },
      { id: 'wheel', name: 'Wheel', sources: ['cam-2'] },
    ],
    tally,
    director: { automatic: false, text: '' },
  }

  it('lights a source on air red even when it is in preview too, and nothing without a mixer', () => {
    expect(['cam-1', 'cam-2', 'cam-3'].map((id) => sourceTally(id, tally))).toEqual(['program', 'preview', 'none'])
    expect(sourceTally('cam-1', null)).toBe('none')
  })

  it('names what the buses show', () => {
    expect([programWords(mix), previewWords(mix)]).toEqual(['Wide', 'Wheel'])
    expect(programWords({ ...mix, tally: { ...tally, leaving: 'wheel' } })).toBe('Wheel → Wide')
    expect(programWords({ ...mix, tally: { ...tally, slate: true } })).toBe('Slate')
    expect(previewWords({ ...mix, tally: { ...tally, preview: null } })).toBe('Empty')
    expect(programWords({ ...mix, tally: null })).toBe('No mixer')
  })
})
