/**
 * The whole house for tests: the real launcher in a home of its own on ports of its own, with clients for the studio, the
 * services and a player. A test gets it, uses it, stops it; nothing may be left.
 */

export { processesOf } from './processes.ts'
export { faultTrial, playRounds, type RoundsReport } from './rounds.ts'
export { StartedHouse } from './started-house.ts'
