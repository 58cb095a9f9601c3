import type { CardSighting, Point, Quad } from '../../../vision/index.ts'
import type { WheelVerdict } from './judge.ts'
import type { CardsTruth, WheelTruth } from './truth.ts'

/** What is counted over pictures of tables with cards. */
export interface CardsCount {
  pictures: number
  exact: number
  cards: number
  /** Of the cards: named rightly, where they lie. */
  found: number
  /** Named wrongly, or where none lies. */
  wrong: number
  /** Pictures without a face-up card, and those of them in which one was named. */
  bare: number
  bareWrong: number
}

export const noCards = (): CardsCount => ({
  pictures: 0,
  exact: 0,
  cards: 0,
  found: 0,
  wrong: 0,
  bare: 0,
  bareWrong: 0,
})

/** Adds a picture; of one without any card only whether something was named. */
export function countCards(
  count: CardsCount,
  { cards, ignored }: Pick<CardsTruth, 'cards' | 'ignored'>,
  said: readonly Pick<CardSighting, 'rank' | 'suit' | 'quad'>[],
): void {
  const waiting = new Set(cards)
  let wrong = 0
  for (const one of said) {
    const card = [...waiting].find((each) => isSame(each, one))
    if (card) waiting.delete(card)
    else if (!ignored.some((each) => isSame(each, one))) wrong++
  }
  if (cards.length === 0) {
    count.bare++
    if (wrong > 0) count.bareWrong++
    return
  }
  count.pictures++
  count.cards += cards.length
  count.found += cards.length - waiting.size
  count.wrong += wrong
  if (waiting.size === 0 && wrong === 0) count.exact++
}

/** The same card at the same place: the middles nearer than a third of its short side. */
function isSame(truth: CardsTruth['cards'][number], said: Pick<CardSighting, 'rank' | 'suit' | 'quad'>): boolean {
  if (truth.rank !== said.rank || truth.suit !== said.suit) return false
  const [a, b, c] = truth.quad
  return distance(middleOf(truth.quad), middleOf(said.quad)) < Math.min(distance(a, b), distance(b, c)) / 3
}

const middleOf = (quad: Quad): Point => [
  quad.reduce((sum, [x]) => sum + x / 4, 0),
  quad.reduce((sum, [, y]) => sum + y / 4, 0),
]
const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** What is counted over pictures of wheels. */
export interface WheelCount {
  /** Pictures with a ball at rest: of them a pocket was told, and the right one. */
  resting: number
  told: number
  right: number
  /** Pictures without a ball at rest, and those of them in which one was told. */
  others: number
  othersResting: number
  /** Pictures of a rolling ball and of no ball that were told as such. */
  rolling: number
  rollingRight: number
  none: number
  noneRight: number
}

export const noWheels = (): WheelCount => ({
  ...{ resting: 0, told: 0, right: 0, others: 0, othersResting: 0 },
  ...{ rolling: 0, rollingRight: 0, none: 0, noneRight: 0 },
})

export function countWheel(
  count: WheelCount,
  truth: Pick<WheelTruth, 'state' | 'pocket'>,
  said: Pick<WheelVerdict, 'state' | 'pocket'>,
): void {
  if (truth.state === 'resting') {
    count.resting++
    if (said.state !== 'resting') return
    count.told++
    if (said.pocket === truth.pocket) count.right++
    return
  }
  count.others++
  if (said.state === 'resting') count.othersResting++
  count[truth.state]++
  if (said.state === truth.state) count[truth.state === 'rolling' ? 'rollingRight' : 'noneRight']++
}
