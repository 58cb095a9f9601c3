/**
 * The studio process: what the control room knows and decides about one table. `main.ts --config <table.json>`; see
 * `environment.ts` for what the environment may say. Ends when it is asked to, or when its parent is gone.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { exitWithParent } from '../../native/process/index.ts'
import { ConfigurationError, readTableConfiguration } from './api/index.ts'
import { readEnvironment, SettingsError } from './environment.ts'
import { StoreInUseError } from './store/index.ts'
import { Studio } from './studio.ts'

/** Longer than the media process may take to end. */
const closeMsMax = 10_000

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined) throw new SettingsError('Name the table: --config <table.json>')
  const environment = readEnvironment(process.env)
  const configuration = readTableConfiguration(values.config, (file) => readFileSync(file, 'utf8'))
  const log = pino({ level: environment.logLevel, base: { service: 'studio', table: configuration.tableId } })
  const breakOff = (cause: unknown) => {
    log.fatal({ err: cause }, 'the studio cannot go on')
    log.flush(() => process.exit(1))
  }
  process.on('uncaughtException', breakOff)
  const studio = await Studio.open(configuration, values.config, environment, log, breakOff)
  exitWithParent(() => studio[Symbol.asyncDispose](), closeMsMax)
  process.send?.({ type: 'ready', url: studio.url(environment.secret) })
}

try {
  await main()
} catch (cause) {
  const told = [SettingsError, ConfigurationError, StoreInUseError].some((kind) => cause instanceof kind)
  if (!(told && cause instanceof Error)) throw cause
  process.stderr.write(`${cause.message}\n`)
  process.exit(1)
}
