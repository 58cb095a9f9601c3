import { type Share, shareOf } from './interval.ts'
import type { CardsCount, WheelCount } from './measure.ts'

export interface Row {
  readonly measure: string
  readonly share: Share
  readonly goal: string
}

export function cardsRows(count: CardsCount): Row[] {
  return [
    { measure: 'Cards: found and named rightly (recall)', share: shareOf(count.found, count.cards), goal: '≥ 99 %' },
    {
      measure: 'Cards: right of those named (precision)',
      share: shareOf(count.found, count.found + count.wrong),
      goal: '≥ 99.9 %',
    },
    { measure: 'Cards: pictures with every card right', share: shareOf(count.exact, count.pictures), goal: '≥ 97 %' },
    {
      measure: 'Cards: pictures without a card in which one is named',
      share: shareOf(count.bareWrong, count.bare),
      goal: '0',
    },
  ]
}

export function wheelRows(count: WheelCount): Row[] {
  return [
    { measure: 'Wheel: right of the pockets told', share: shareOf(count.right, count.told), goal: '≥ 99.5 %' },
    {
      measure: 'Wheel: balls at rest of which no pocket is told',
      share: shareOf(count.resting - count.told, count.resting),
      goal: '≤ 3 %',
    },
    {
      measure: 'Wheel: pockets told where no ball rests',
      share: shareOf(count.othersResting, count.others),
      goal: '0',
    },
    { measure: 'Wheel: rolling balls told as such', share: shareOf(count.rollingRight, count.rolling), goal: '–' },
    { measure: 'Wheel: empty wheels told as such', share: shareOf(count.noneRight, count.none), goal: '–' },
  ]
}

/** Markdown. Pure. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ measure, share, goal }) => {
    const { count, of, low, high } = share
    const value = of === 0 ? '–' : percent(count / of)
    return `| ${measure} | ${value} | ${count} of ${of} | ${percent(low)} to ${percent(high)} | ${goal} |`
  })
  return ['| | | pictures or cards | 95 % interval | goal |', '|---|---|---|---|---|', ...lines].join('\n')
}

/** Rounded towards a half: 100 % is said of all and 0 % of none. */
function percent(part: number): string {
  const digits = 2
  const scaled = part * 100 * 10 ** digits
  return `${((part < 0.5 ? Math.ceil(scaled - 1e-6) : Math.floor(scaled + 1e-6)) / 10 ** digits).toFixed(digits)} %`
}
