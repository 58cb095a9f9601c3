import { type Logger, pino } from 'pino'

export type Log = Logger

/** JSON lines on stdout; `LOG_LEVEL` sets the level. `error` means that a person must look. */
export function createLog(name: string): Log {
  return pino({
    name,
    level: process.env.LOG_LEVEL || 'info',
    redact: ['secret', 'password', 'token', '*.authorization'],
  })
}
