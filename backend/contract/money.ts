import { z } from 'zod'

/**
 * Money on the wire: minor units (cents) as a decimal string, so that no JSON parser makes a float of it.
 * At most 15 digits: larger than any studio's books, and far inside PostgreSQL's bigint.
 */
export const amountSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'An amount is a whole number of minor units, written in digits')
  .brand<'Amount'>()
export type Amount = z.infer<typeof amountSchema>

/** An amount that may be negative: a balance of the house, the sum of a ledger. */
export const signedAmountSchema = z
  .string()
  .regex(/^(0|-?[1-9]\d{0,14})$/, 'A signed amount is a whole number of minor units, written in digits')
  .brand<'SignedAmount'>()
export type SignedAmount = z.infer<typeof signedAmountSchema>

/** ISO 4217. One currency a table; no conversion anywhere. */
export const currencySchema = z.enum(['EUR'])
export type Currency = z.infer<typeof currencySchema>

/** @throws {RangeError} when `minor` is negative or has more than 15 digits. */
export function toAmount(minor: bigint): Amount {
  const parsed = amountSchema.safeParse(minor.toString())
  if (!parsed.success) throw new RangeError(`${minor} is not an amount of minor units`)
  return parsed.data
}

/** @throws {RangeError} when `minor` has more than 15 digits. */
export function toSignedAmount(minor: bigint): SignedAmount {
  const parsed = signedAmountSchema.safeParse(minor.toString())
  if (!parsed.success) throw new RangeError(`${minor} is not a signed amount of minor units`)
  return parsed.data
}

/** `€1,240.00` from minor units; exact, without a float on the way. */
export function formatAmount(amount: Amount | SignedAmount | bigint, currency: Currency = 'EUR'): string {
  const minor = BigInt(amount)
  const sign = minor < 0n ? '−' : ''
  const absolute = minor < 0n ? -minor : minor
  const whole = (absolute / 100n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const cents = (absolute % 100n).toString().padStart(2, '0')
  const symbol = { EUR: '€' }[currency]
  return `${sign}${symbol}${whole}.${cents}`
}
