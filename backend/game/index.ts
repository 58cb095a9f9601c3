/**
 * European roulette for players: rounds, bets and their settlement. Table events flow in from the studio and slips from
 * the gateway; holds flow out to the wallet and player events onto the bus. It must never accept a slip that arrived after
 * the close or once the result is known, and never leave one undecided: what it began, it ends, whatever dies meanwhile.
 */
export { gameSettings, startGame } from './game.ts'
