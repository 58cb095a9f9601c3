/** A barcode scanner for playing cards. Bytes of its line flow in, cards flow out; whether a scan counts is a game's business. */
import type { Codec } from '../codec.ts'
import { BarcodeDecoder } from './codec.ts'
import { barcodeFacts } from './facts.ts'

export const barcode: Codec = { facts: barcodeFacts, decoder: () => new BarcodeDecoder() }
