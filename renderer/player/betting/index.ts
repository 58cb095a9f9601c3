/**
 * What a bet is before and after the server speaks: staged chips, limits, slips, the layout's geometry, the outcome as
 * this player sees it. Facts and the time flow in, new facts and sentences flow out, all of it pure. It must never
 * decide what the server decides: a local check only saves a refusal, and no chip counts as accepted before the answer.
 */
export { type Arrow, layouts, neighbour, type Orientation, type Place } from './layout.ts'
export { type Outcome, outcomeToShow, payoutSentence } from './outcome.ts'
export {
  betsAreOpen,
  decidesSlip,
  isBettingPhase,
  type PlacingContext,
  refusalSentence,
  whyNotPlace,
  whyNotStage,
} from './refusal.ts'
export { acceptedStakes, atStake, betsOf, lastStakes, stakesOf, withSlip } from './slips.ts'
export {
  clearStaged,
  doubled,
  nothingStaged,
  type Staging,
  type Stakes,
  stageChip,
  stageInstead,
  takeBack,
  totalOf,
  undo,
} from './staging.ts'
export { chipFace, oddsOf, phaseWords, spotName } from './words.ts'
