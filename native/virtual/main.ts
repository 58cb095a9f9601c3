import { randomInt } from 'node:crypto'
import { AV_LOG_ERROR, Log } from 'node-av'
import pino from 'pino'
import { z } from 'zod'
import { collectSeldom, exitWithParent } from '../process/index.ts'
import { virtualApi } from './http-api.ts'
import { VirtualTable } from './virtual-table.ts'
import { WheelTerminal } from './wheel-terminal.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const settingsSchema = z.object({
  VIRTUAL_API_PORT: port.default(7420),
  VIRTUAL_CAMERA_PORT: port.default(7421),
  VIRTUAL_WIDE_PORT: port.default(7423),
  VIRTUAL_CLOSE_PORT: port.default(7424),
  VIRTUAL_WHEEL_PORT: port.default(7422),
  /** Path of the wheel's pseudo-terminal; none when absent. */
  VIRTUAL_WHEEL_PTY: z.string().min(1).optional(),
  VIRTUAL_SEED: z.coerce.number().int().min(0).max(0xffff_ffff).optional(),
  VIRTUAL_SPEED: z.coerce.number().min(0.1).max(5).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

collectSeldom()
const parsed = settingsSchema.safeParse(process.env)
if (!parsed.success) {
  process.stderr.write(`The virtual studio cannot start with these settings:\n${z.prettifyError(parsed.error)}\n`)
  process.exit(2)
}
const settings = parsed.data
const log = pino({ name: 'virtual', level: settings.LOG_LEVEL })
Log.setLevel(AV_LOG_ERROR)

const resources = new AsyncDisposableStack()
exitWithParent(() => resources.disposeAsync())

const seed = settings.VIRTUAL_SEED ?? randomInt(0x1_0000_0000)
const table = resources.use(
  await VirtualTable.open({
    seed,
    speed: settings.VIRTUAL_SPEED,
    cameraPorts: {
      wheel: settings.VIRTUAL_CAMERA_PORT,
      wide: settings.VIRTUAL_WIDE_PORT,
      close: settings.VIRTUAL_CLOSE_PORT,
    },
    wheelPort: settings.VIRTUAL_WHEEL_PORT,
  }),
)
table.running.catch((error: unknown) => {
  log.fatal({ err: error }, 'a camera cannot go on')
  process.exit(1)
})
if (settings.VIRTUAL_WHEEL_PTY) {
  const terminal = resources.use(new WheelTerminal(settings.VIRTUAL_WHEEL_PTY, table.wheelPort))
  terminal.closed.then(() => log.info('no pseudo-terminal for the wheel (any more): that needs socat; TCP goes on'))
}
const api = virtualApi(table)
resources.defer(() => api.close())
await api.listen({ host: '127.0.0.1', port: settings.VIRTUAL_API_PORT })

const address = api.server.address()
const ports = {
  api: typeof address === 'object' && address ? address.port : settings.VIRTUAL_API_PORT,
  camera: table.cameraPorts.wheel,
  wide: table.cameraPorts.wide,
  close: table.cameraPorts.close,
  wheel: table.wheelPort,
}
log.info({ seed, speed: settings.VIRTUAL_SPEED, ports }, 'virtual studio ready')
process.send?.({ type: 'ready', ports, seed })
