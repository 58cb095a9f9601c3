/**
 * Cards: one picture in, the face-up cards in it out, and over several pictures which card lies in which zone and which
 * came first. It tells only what it is sure of, and says where something lies that it cannot name. It must never know of
 * the game that is played with them.
 */
export type { CardSighting, ModelMark } from './card.ts'
export { CardEye } from './card-eye.ts'
export { CardTableReader } from './card-table-reader.ts'
export type { Rectangle } from './homography.ts'
export type { CardTableReading, ZoneReading } from './table-reading.ts'
export type { CardZone } from './zone.ts'
