import { ORPCError } from '@orpc/contract'
import { type RefusalCode, refusals } from '../contract/index.ts'

type Refusal = ORPCError<RefusalCode, unknown>

/** An answer that says no, with a code of the contract; throw it. `cause` stays in this process. */
export function refusal(code: RefusalCode, cause?: unknown): Refusal {
  return new ORPCError(code, { ...refusals[code], defined: true, cause })
}

/** Whether an error is a refusal of the contract (with this code, where one is given). */
export function isRefusal(error: unknown, code?: RefusalCode): error is Refusal {
  return error instanceof ORPCError && error.code in refusals && (code === undefined || error.code === code)
}
