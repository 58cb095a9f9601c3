import { resolve } from 'node:path'
import { z } from 'zod'
import { tableIdSchema } from '../contract/index.ts'
import { databaseUrlSetting, portSetting, readSettings, secretSetting } from '../platform/index.ts'
import { gatewayBounds } from './bounds.ts'
import type { GatewayOptions } from './gateway.ts'

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, 'needs to be an origin')

const schema = z.object({
  GATEWAY_PORT: portSetting,
  GATEWAY_LISTEN_IP: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  GAME_URL: z.url(),
  WALLET_URL: z.url(),
  SFU_URL: z.url(),
  DATABASE_URL: databaseUrlSetting,
  SERVICE_SECRET: secretSetting,
  TABLE_ID: tableIdSchema.default(tableIdSchema.parse('roulette-1')),
  PLAYER_PAGE_DIR: z.string().default('.build/player'),
  /** Origins that may open a socket beside the gateway's own, separated by commas. */
  GATEWAY_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(origin).max(100)),
})

/** @throws {Error} that names each variable which is missing or wrong. */
export function gatewaySettings(environment = process.env): GatewayOptions {
  const read = readSettings(schema, environment)
  return {
    port: read.GATEWAY_PORT,
    listenIp: read.GATEWAY_LISTEN_IP,
    tableId: read.TABLE_ID,
    secret: read.SERVICE_SECRET,
    gameUrl: read.GAME_URL,
    walletUrl: read.WALLET_URL,
    sfuUrl: read.SFU_URL,
    databaseUrl: read.DATABASE_URL,
    pageFolder: resolve(read.PLAYER_PAGE_DIR),
    origins: new Set(read.GATEWAY_ORIGINS),
    bounds: gatewayBounds,
  }
}
