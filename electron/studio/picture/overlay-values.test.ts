import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { overlayValuesSchema } from '../../../native/media/index.ts'
import { readTableConfiguration } from '../api/index.ts'
import { Told } from '../table/session/told.test-helper.ts'
import { overlayValues } from './overlay-values.ts'

const values = ({ state }: Told) => overlayValuesSchema.parse(overlayValues('Roulette 1', state))

describe('what overlays show', () => {
  it('has no timer and no result before the first round', () => {
    expect(values(new Told())).toMatchObject({ table: 'Roulette 1', phase: null, timerEndsAt: null, result: null })
  })

  it('counts down while bets are taken, and not after', () => {
    const told = new Told().wheel(1_000, { type: 'place_bets' })
    expect(values(told)).toMatchObject({ phase: 'Place your bets', timerEndsAt: 13_000, timerMs: 12_000, round: 1 })
    told.wheel(2_000, { type: 'ball_in_rim' }).wheel(5_000, { type: 'no_more_bets' })
    expect(values(told)).toMatchObject({ phase: 'No more bets', timerEndsAt: null, timerMs: null })
  })

  it('tells a result when both witnesses agree, and not when one of them spoke', () => {
    const told = new Told().spin(1_000).number(20_000, 17)
    expect(values(told)).toMatchObject({ result: null, resultColour: null })
    told.camera(20_500, 17)
    expect(values(told)).toMatchObject({ phase: 'Result', result: '17', resultColour: '#161616' })
  })

  it('never tells what is only proposed', () => {
    const told = new Told().spin(1_000).number(20_000, 17).tick(60_000)
    expect(told.round.result).toMatchObject({ standing: 'proposed' })
    expect(values(told)).toMatchObject({ result: null })
  })

  it('tells players why they wait when the witnesses disagree', () => {
    const told = new Told().spin(1_000).number(20_000, 17).camera(20_500, 4)
    expect(values(told)).toMatchObject({ phase: 'One moment, please', lowerThird: expect.any(String), result: null })
  })

  it('has every value that the example’s overlays name', () => {
    const file = resolve(import.meta.dirname, '../../../assets/tables/roulette.json')
    const { picture } = readTableConfiguration(file, (path) => readFileSync(path, 'utf8'))
    const named = picture.mix.overlays.flatMap((overlay) => [
      ...(overlay.when === undefined ? [] : [overlay.when]),
      ...(overlay.kind === 'text' ? [...overlay.text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name) : []),
      ...(overlay.kind === 'timer' ? [overlay.endsAt, overlay.total] : []),
      ...(overlay.kind === 'result' ? [overlay.value, overlay.background] : []),
    ])
    expect(Object.keys(values(new Told()))).toEqual(expect.arrayContaining(named))
  })
})
