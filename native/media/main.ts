/**
 * The media process: told by its parent over IPC what to capture and where to send it, it does so until it is told
 * otherwise. Everything it knows of the world is in the last configuration and the last target.
 */
import { isDeepStrictEqual } from 'node:util'
import { AV_LOG_FATAL, Log } from 'node-av'
import { pino } from 'pino'
import { z } from 'zod'
import { exitWithParent } from '../process/index.ts'
import { mediaCommandSchema } from './media-command.ts'
import type { MediaCommand, MediaConfiguration, MediaReport } from './messages/index.ts'
import { RtpSender } from './rtp/sender.ts'
import { Session } from './session.ts'

/** Reports that may wait for a parent that does not read; beyond it statistics and readings are dropped, as newer ones follow. */
const waitingReportsMax = 64

const log = pino({ name: 'media', level: process.env.LOG_LEVEL ?? 'info' })
// FFmpeg's own lines would go around the log; what matters of them comes back as error codes.
Log.setLevel(AV_LOG_FATAL)

let waitingReports = 0
function report(message: MediaReport): void {
  if (!process.connected || waitingReports >= waitingReportsMax) return
  waitingReports++
  process.send?.(message, undefined, undefined, () => waitingReports--)
}

const sender = new RtpSender(log, () => session?.requestKeyFrame())
let session: Session | null = null
let configuration: MediaConfiguration | null = null

async function configure(wanted: MediaConfiguration): Promise<void> {
  if (isDeepStrictEqual(wanted, configuration)) return
  await session?.[Symbol.asyncDispose]()
  session = null
  configuration = null
  session = await Session.open(wanted, sender, report, log.child({ table: wanted.tableId }))
  configuration = wanted
}

async function obey(command: MediaCommand): Promise<void> {
  if (command.type === 'configure') await configure(command.configuration)
  else sender.setTarget(command.target)
}

/** One command at a time, in order: a configuration may take a moment to close. */
let work: Promise<void> = Promise.resolve()
process.on('message', (message) => {
  const parsed = mediaCommandSchema.safeParse(message)
  if (!parsed.success) return refuse(z.prettifyError(parsed.error))
  work = work
    .then(() => obey(parsed.data))
    .catch((cause) => refuse(cause instanceof Error ? cause.message : String(cause)))
})

function refuse(message: string): void {
  log.error({ message }, 'command refused')
  report({ type: 'refused', message })
}

exitWithParent(async () => {
  await work
  await session?.[Symbol.asyncDispose]()
  await sender[Symbol.asyncDispose]()
})
report({ type: 'ready' })
