/**
 * The studio's door on loopback: the control room's files, the contract over WebSocket, the pictures of readings, health and
 * metrics. In flow requests that show this launch's secret, out flow views, records and answers. It must never serve
 * anything of a table to whoever does not show the secret, or to a page of another origin.
 */
export { Latest } from './latest.ts'
export { RecordFeed } from './record-feed.ts'
export { StudioServer } from './studio-server.ts'
