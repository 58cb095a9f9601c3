import type { gameContract, sfuContract, TableId, walletContract } from '../contract/index.ts'
import type { Log, ServiceClient } from '../platform/index.ts'
import type { GatewayBounds } from './bounds.ts'
import type { BusFeed } from './bus-feed.ts'
import type { GatewayMetrics } from './metrics.ts'
import type { PictureWatch } from './picture-watch.ts'
import type { RateBound } from './rate-bound.ts'
import type { SessionTokens } from './session-token.ts'

/** What every conversation shares. */
export interface GatewayParts {
  readonly tableId: TableId
  readonly bounds: GatewayBounds
  readonly tokens: SessionTokens
  readonly game: ServiceClient<typeof gameContract>
  readonly wallet: ServiceClient<typeof walletContract>
  readonly sfu: ServiceClient<typeof sfuContract>
  readonly feed: BusFeed
  readonly pictures: PictureWatch
  readonly messages: RateBound
  readonly metrics: GatewayMetrics
  readonly log: Log
}
