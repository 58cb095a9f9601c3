import { describe, expect, it } from 'vitest'
import {
  freshId,
  hasIssues,
  issuesAt,
  type PictureSettings,
  pathWords,
  removalWords,
  valueAt,
  withoutIssues,
  withoutSource,
  withValue,
} from './draft.ts'

const whole = { x: 0, y: 0, width: 1, height: 1 }
const pattern = { kind: 'pattern', width: 1280, height: 720, fps: 30 } as const
const settings: PictureSettings = {
  sources: [
    { id: 'wide', name: 'Wide', address: pattern, fps: 30, sound: true, backup: 'wheel', watch: {} },
    { id: 'wheel', name: 'Wheel', address: pattern, fps: 30, sound: false, watch: {} },
  ],
  vision: [],
  mix: {
    width: 1280,
    height: 720,
    fps: 30,
    scenes: [
      {
        id: 'both',
        name: 'Both',
        layers: [
          { source: 'wide', box: whole },
          { source: 'wheel', box: whole },
        ],
      },
      { id: 'wheel', name: 'Wheel', layers: [{ source: 'wheel', box: whole }] },
    ],
    overlays: [],
    slate: { text: 'Back soon' },
  },
  ladder: { codec: 'h264', encoder: 'auto', rungs: [], playoutDelay: { minMs: 0, maxMs: 0 } },
  sound: { source: 'wide', bitrate: 96_000 },
  record: { feeds: ['program', 'wheel'], segmentMs: 60_000, retentionHours: 72 },
}

describe('a draft', () => {
  it('changes one field and keeps the rest as it is', () => {
    const changed = withValue(settings, ['sources', 1, 'address', 'fps'], 25)
    expect(valueAt(changed, ['sources', 1, 'address', 'fps'])).toBe(25)
    expect(changed.sources[0]).toBe(settings.sources[0])
    expect(changed.mix).toBe(settings.mix)
    expect(valueAt(settings, ['sources', 1, 'address', 'fps'])).toBe(30)
  })

  it('takes a field away, and makes the way to one that is not there', () => {
    expect('backup' in (withValue(settings, ['sources', 0, 'backup'], undefined).sources[0] ?? {})).toBe(false)
    expect(withValue({}, ['watch', 'frozenMs'], 0)).toEqual({ watch: { frozenMs: 0 } })
    expect(valueAt(settings, ['sound', 'nothing', 'here'])).toBeUndefined()
  })
})

describe('what the studio does not accept', () => {
  const issues = [
    { path: ['sources', 0, 'address', 'url'], message: 'Write an address that begins with srt://' },
    { path: ['mix', 'scenes', 1, 'layers', 0, 'source'], message: 'There is no source "x"' },
  ]

  it('is said at its field, and seen from the part that holds it', () => {
    expect(issuesAt(issues, ['sources', 0, 'address', 'url'])).toEqual(['Write an address that begins with srt://'])
    expect(issuesAt(issues, ['sources', 0])).toEqual([])
    expect([hasIssues(issues, ['sources', 0]), hasIssues(issues, ['sources', 1])]).toEqual([true, false])
  })

  it('is forgotten where something else is entered', () => {
    expect(withoutIssues(issues, ['sources', 0, 'address'])).toEqual([issues[1]])
    expect(withoutIssues(issues, ['sources', 0, 'name'])).toEqual(issues)
  })

  it('names its place as a person counts', () => {
    expect(pathWords(issues[1]?.path ?? [])).toBe('mix, scene 2, layer 1, source')
    expect(pathWords([])).toBe('the whole')
  })
})

describe('a source', () => {
  it('gets an id that nothing else has, from its words', () => {
    expect(freshId('Wheel camera (top)', [])).toBe('wheel-camera-top')
    expect(freshId('Wheel', ['wheel', 'wheel-2'])).toBe('wheel-3')
    expect(freshId('…', [])).toBe('source')
  })

  it('leaves nothing behind that names it', () => {
    const left = withoutSource(settings, 'wheel')
    expect(left.sources).toEqual([{ id: 'wide', name: 'Wide', address: pattern, fps: 30, sound: true, watch: {} }])
    expect(left.mix.scenes).toEqual([{ id: 'both', name: 'Both', layers: [{ source: 'wide', box: whole }] }])
    expect(left.record?.feeds).toEqual(['program'])
    expect(withoutSource(settings, 'wide').sound).toBeNull()
  })

  it('says what goes with it', () => {
    expect(removalWords(settings, 'wheel')).toBe('Leaves 2 scenes; is no backup any more')
    expect(removalWords(settings, 'wide')).toBe('Leaves 1 scene; the sound ends')
    expect(removalWords(settings, 'nobody')).toBe('Nothing else uses it')
  })
})
