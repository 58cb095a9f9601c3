/**
 * The gateway: the players' one door. In flow sessions and messages on a WebSocket, each checked; out flow answers of the
 * game and the SFU, and events of the bus, in order and each once even over a lost connection. It must never decide about
 * a bet, keep money, or let one player's slowness or mistakes reach another.
 */
export { gatewayBounds } from './bounds.ts'
export { Gateway, type GatewayOptions } from './gateway.ts'
export { hangUps } from './player-socket.ts'
