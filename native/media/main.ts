/**
 * The media process: told by its parent over IPC what to capture, mix and send, it does so until it is told otherwise.
 * Everything it knows of the world is in the last configuration, the last target and the last values.
 */
import { isDeepStrictEqual } from 'node:util'
import { AV_LOG_FATAL, Log } from 'node-av'
import { pino } from 'pino'
import { z } from 'zod'
import { collectSeldom, exitWithParent } from '../process/index.ts'
import { type MediaCommand, type MediaConfiguration, type MediaReport, mediaCommandSchema } from './messages/index.ts'
import { RtpSession } from './rtp/index.ts'
import { Session } from './session/index.ts'

/** Reports that may wait for a parent that does not read; beyond it they are dropped, as newer ones follow. */
const waitingReportsMax = 64

collectSeldom()
const log = pino({ name: 'media', level: process.env.LOG_LEVEL ?? 'info' })
// FFmpeg's own lines would go around the log; what matters of them comes back as error codes.
Log.setLevel(AV_LOG_FATAL)

let waitingReports = 0
function report(message: MediaReport): void {
  if (!process.connected || waitingReports >= waitingReportsMax) return
  waitingReports++
  process.send?.(message, undefined, undefined, () => waitingReports--)
}

const sender = new RtpSession(log, () => session?.requestKeyFrame())
let session: Session | null = null
let configuration: MediaConfiguration | null = null
let hasTarget = false

async function configure(wanted: MediaConfiguration): Promise<void> {
  if (isDeepStrictEqual(wanted, configuration)) return
  const { picture, ...place } = wanted
  const { picture: _, ...placeBefore } = configuration ?? wanted
  configuration = wanted
  if (session && isDeepStrictEqual(place, placeBefore)) return await session.apply(picture)
  await session?.[Symbol.asyncDispose]()
  session = null
  try {
    session = await Session.open(wanted, sender, report, log.child({ table: wanted.tableId }))
    session.hasTarget = hasTarget
  } catch (cause) {
    configuration = null
    throw cause
  }
}

async function obey(command: MediaCommand): Promise<void> {
  switch (command.type) {
    case 'configure':
      return await configure(command.configuration)
    case 'target':
      hasTarget = command.target !== null
      sender.setTarget(command.target)
      if (session) session.hasTarget = hasTarget
      return
    default:
      if (!session) throw new Error(`There is no configuration yet: ${command.type}`)
      session.obey(command)
  }
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
  log.warn({ message }, 'command refused')
  report({ type: 'refused', message })
}

exitWithParent(async () => {
  await work
  await session?.[Symbol.asyncDispose]()
  await sender[Symbol.asyncDispose]()
})
report({ type: 'ready' })
