import { oc } from '@orpc/contract'
import { type RefusalCode, refusals } from './errors.ts'

/** The start of every procedure that may refuse: each refusal is a typed, defined error with its HTTP status. */
export const refusable = oc.errors(refusals as Record<RefusalCode, { status: number; message: string }>)
