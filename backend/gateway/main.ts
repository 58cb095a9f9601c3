import { Registry } from 'prom-client'
import { closeWithParent, createLog } from '../platform/index.ts'
import { Gateway } from './gateway.ts'
import { gatewaySettings } from './settings.ts'

const gateway = await Gateway.start(gatewaySettings(), createLog('gateway'), new Registry())
closeWithParent(() => gateway[Symbol.asyncDispose]())
