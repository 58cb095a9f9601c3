/**
 * Players' money: a ledger of double entries in PostgreSQL. Holds and their resolutions flow in, balances and totals flow
 * out. It must never move money twice for one id, never let a player's balance fall below zero, and never edit an entry.
 */
export { startWallet, walletSettings } from './wallet.ts'
