import { setLogEventListeners } from 'mediasoup'
import { Registry } from 'prom-client'
import { closeWithParent, createLog, startService } from '../platform/index.ts'
import { SfuMetrics } from './metrics.ts'
import { sfuRouter } from './router.ts'
import { sfuSettings } from './settings.ts'
import { Sfu } from './sfu.ts'

const { port, secret, sfu: options } = sfuSettings()
const log = createLog('sfu')
// What needs a person is said by this service itself; mediasoup's own lines are there to find out why.
setLogEventListeners({
  onwarn: (from, text) => log.debug({ from }, text),
  onerror: (from, text) => log.warn({ from }, text),
})
const metrics = new Registry()
const sfu = await Sfu.start(options, log, new SfuMetrics(metrics))
const service = await startService({
  name: 'sfu',
  port,
  secret,
  log,
  router: sfuRouter(sfu),
  readiness: () => (sfu.ready ? [] : ['media worker']),
  metrics,
})
closeWithParent(async () => {
  await service[Symbol.asyncDispose]()
  await sfu[Symbol.asyncDispose]()
})
