import { createORPCClient } from '@orpc/client'
import { type AnyContractRouter, type ContractRouterClient, ORPCError } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { refusal } from './refusal.ts'

export type ServiceClient<Contract extends AnyContractRouter> = JsonifiedClient<ContractRouterClient<Contract>>

/**
 * A typed client of another service. Every call ends within `timeoutMs`; a service that cannot be reached, does not
 * answer in time or is starting up is a refusal `UNAVAILABLE`: whether the call had an effect is then unknown.
 * Answers are checked against the contract.
 */
export function serviceClient<Contract extends AnyContractRouter>(
  contract: Contract,
  url: string,
  secret: string,
  { timeoutMs = 3000 }: { timeoutMs?: number } = {},
): ServiceClient<Contract> {
  const link = new OpenAPILink(contract, {
    url,
    headers: { authorization: `Bearer ${secret}` },
    fetch: (request, init) =>
      fetch(request, { ...init, signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) }),
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw refusal('UNAVAILABLE', error)
        }
      },
    ],
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw isTimeout(error) ? refusal('UNAVAILABLE', error) : error
        }
      },
    ],
    plugins: [new ResponseValidationPlugin(contract)],
  })
  return createORPCClient(link)
}

/** The body of an answer is read after its head: a time-out or a reset can still come then. */
function isTimeout(error: unknown): boolean {
  if (error instanceof ORPCError) return false
  return error instanceof DOMException || (error instanceof TypeError && error.message === 'terminated')
}
