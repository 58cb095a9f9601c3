import { z } from 'zod'
import { portSetting, readSettings, secretSetting } from '../platform/index.ts'

const rtcPort = z.coerce.number().int().min(1024).max(65_535)

const schema = z.object({
  SFU_PORT: portSetting,
  SERVICE_SECRET: secretSetting,
  SFU_LISTEN_IP: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  /** What viewers are told instead of the address that is listened on: a public one, or a name. */
  SFU_ANNOUNCED_ADDRESS: z.string().min(1).max(253).optional(),
  SFU_RTC_PORT_MIN: rtcPort.default(40_000),
  SFU_RTC_PORT_MAX: rtcPort.default(40_199),
  SFU_TABLES_MAX: z.coerce.number().int().min(1).max(150).default(64),
  SFU_VIEWERS_PER_TABLE_MAX: z.coerce.number().int().min(1).max(5_000).default(500),
})

/** An ingest whose wish is not repeated is forgotten after this long. */
const leaseMs = 10_000
const viewerConnectMsMax = 15_000

/** @throws {Error} that names each variable which is missing or wrong. */
export function sfuSettings(environment = process.env) {
  const read = readSettings(schema, environment)
  if (read.SFU_RTC_PORT_MIN > read.SFU_RTC_PORT_MAX) throw new Error('SFU_RTC_PORT_MIN is above SFU_RTC_PORT_MAX')
  return {
    port: read.SFU_PORT,
    secret: read.SERVICE_SECRET,
    sfu: {
      listenIp: read.SFU_LISTEN_IP,
      ...(read.SFU_ANNOUNCED_ADDRESS === undefined ? {} : { announcedAddress: read.SFU_ANNOUNCED_ADDRESS }),
      portMin: read.SFU_RTC_PORT_MIN,
      portMax: read.SFU_RTC_PORT_MAX,
      leaseMs,
      viewerConnectMsMax,
      tablesMax: read.SFU_TABLES_MAX,
      viewersPerTableMax: read.SFU_VIEWERS_PER_TABLE_MAX,
    },
  }
}
