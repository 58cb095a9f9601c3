/**
 * Health: asks other processes whether they are ready, for the people who watch. In flow addresses, out flow states with
 * a reason. It must never decide anything about a table.
 */
export { HealthWatch } from './health-watch.ts'
