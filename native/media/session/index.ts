/**
 * One table's picture at work: its sources, its way to air, its eye, its windows and its recordings, each in a room of its
 * own. In flow settings and commands, out flow reports. It lets what one room says reach the others and decides nothing.
 */
export { Session } from './session.ts'
