import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { gameContract, sfuContract } from '../../../backend/contract/index.ts'

/** An answer that takes longer is no answer. */
const answerMsMax = 3_000

export type GameClient = JsonifiedClient<ContractRouterClient<typeof gameContract>>
export type SfuClient = JsonifiedClient<ContractRouterClient<typeof sfuContract>>

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
