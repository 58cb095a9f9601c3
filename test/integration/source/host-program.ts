/** A process with nothing but sources in it, so that its handles and memory can be counted, and so that it may crash. */
import { readdirSync } from 'node:fs'
import { AV_LOG_QUIET, Log } from 'node-av'
import { utcNow } from '../../../native/media/frame/index.ts'
import type { SourceSettings } from '../../../native/media/messages/index.ts'
import { Source } from '../../../native/media/source/index.ts'
import type { HostCommand, HostReport } from './messages.ts'

Log.setLevel(AV_LOG_QUIET)
const sources = new Map<string, Source>()
// When the test is over nobody listens any more.
const say = (report: HostReport) => void process.send?.(report, undefined, undefined, () => {})

function open(settings: SourceSettings): void {
  const { id } = settings
  const source = new Source(settings, {
    frame({ frame, capturedAt }) {
      say({ type: 'frame', id, width: frame.width, height: frame.height, capturedAt, at: utcNow() })
    },
    sound: ({ samples, capturedAt }) => say({ type: 'sound', id, capturedAt, samples }),
    streams: (streams) => say({ type: 'streams', id, codecs: streams.map(({ codec }) => codec) }),
    packet: ({ stream, key }) => say({ type: 'packet', id, kind: stream.kind, key }),
    trouble: (why) => say({ type: 'trouble', id, why }),
  })
  sources.set(id, source)
}

async function close(id: string): Promise<void> {
  const source = sources.get(id)
  if (!source) return
  sources.delete(id)
  const startedAt = performance.now()
  await source[Symbol.asyncDispose]()
  say({ type: 'closed', id, tookMs: performance.now() - startedAt, damaged: source.statistics.damaged })
}

process.on('message', (command: HostCommand) => {
  if (command.type === 'open') open(command.settings)
  else if (command.type === 'close') void close(command.id)
  else {
    globalThis.gc?.()
    say({
      type: 'measured',
      handles: readdirSync('/proc/self/fd').length,
      memoryBytes: process.memoryUsage.rss(),
    })
  }
})
process.on('disconnect', () => process.exit())
