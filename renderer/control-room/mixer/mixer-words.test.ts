import { describe, expect, it } from 'vitest'
import type { SourceView, TableSnapshot } from '../../../electron/studio/api/index.ts'
import { deadSources, sceneKey, sceneTally, whyNoCut, whyNoTake } from './mixer-words.ts'

const tally: NonNullable<TableSnapshot['mix']['tally']> = {
  at: 1,
  program: 'wide',
  preview: 'wheel',
  leaving: null,
  onAir: [],
  inPreview: [],
  slate: false,
  standIns: {},
}
const desk = { live: true, operator: 'Ada', tally }

describe('a cut', () => {
  it('can be made by a named person while studio and mixer are there', () => {
    expect(whyNoCut(desk)).toBeUndefined()
  })

  it.each([
    ['the studio is away', { ...desk, live: false }, /studio is away/],
    ['nobody is on duty', { ...desk, operator: '' }, /who you are/],
    ['there is no mixer', { ...desk, tally: null }, /media process is away/],
  ])('cannot be made while %s, and says so', (_, at, words) => {
    expect(whyNoCut(at)).toMatch(words)
  })

  it('takes what is on preview, and asks for it when that is empty', () => {
    expect(whyNoTake(tally)).toBeUndefined()
    expect(whyNoTake({ ...tally, preview: null })).toMatch(/preview first/)
  })
})

describe('a scene', () => {
  it('is lit as the mixer says, on air for as long as it is still to be seen', () => {
    expect(['wide', 'wheel', 'close'].map((scene) => sceneTally(scene, tally))).toEqual(['program', 'preview', 'none'])
    expect(sceneTally('close', { ...tally, leaving: 'close' })).toBe('program')
    expect(sceneTally('wide', null)).toBe('none')
  })

  it('names its sources that have no picture, unless a backup stands in', () => {
    const source = (id: string, state: SourceView['state'], standIn: string | null = null) =>
      ({ id, name: `Camera ${id}`, state, standIn }) as SourceView
    const all = [source('a', 'ok'), source('b', 'lost'), source('c', 'stale', 'a'), source('d', 'lost')]
    expect(deadSources({ id: 's', name: 'S', sources: ['a', 'b', 'c'] }, all)).toEqual(['Camera b'])
  })

  it('has a key if it is among the first nine', () => {
    expect([sceneKey(0), sceneKey(8), sceneKey(9)]).toEqual(['1', '9', undefined])
  })
})
