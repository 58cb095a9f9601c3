import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { gameContract, sfuContract, type TableId, type TableView } from '../../../backend/contract/index.ts'
import type { BackendTable } from './delivery.ts'

/** An answer that takes longer is no answer. */
const answerMsMax = 3_000

type GameClient = JsonifiedClient<ContractRouterClient<typeof gameContract>>
type SfuClient = JsonifiedClient<ContractRouterClient<typeof sfuContract>>

export interface BackendClients {
  readonly game: GameClient
  readonly sfu: SfuClient
}

/** Typed clients of the backend's services. Every call ends within 3 s. @param secret shown as bearer */
export function connectBackend(urls: { game: string; sfu: string }, secret: string): BackendClients {
  return {
    game: createORPCClient(link(gameContract, urls.game, secret)),
    sfu: createORPCClient(link(sfuContract, urls.sfu, secret)),
  }
}

function link(contract: typeof gameContract | typeof sfuContract, url: string, secret: string) {
  return new OpenAPILink(contract, {
    url,
    plugins: [new ResponseValidationPlugin(contract)],
    headers: { authorization: `Bearer ${secret}` },
    fetch: (request, init) =>
      fetch(request, { ...init, signal: AbortSignal.any([request.signal, AbortSignal.timeout(answerMsMax)]) }),
  })
}

/** The game as the outbox needs it. @param onView what it says of the table when it is asked where it stands */
export function backendTable(game: GameClient, tableId: TableId, onView: (view: TableView) => void): BackendTable {
  return {
    async sequence() {
      try {
        const view = await game.table({ tableId })
        onView(view)
        return view.sequence
      } catch (cause) {
        if (cause instanceof ORPCError && cause.code === 'TABLE_UNKNOWN') return 0
        throw cause
      }
    },
    deliver: (events) => game.deliver({ tableId, events }),
  }
}
