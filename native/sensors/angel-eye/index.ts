/** The Angel Eye II-EX card shoe. Bytes of its line flow in, what it said flows out; what a card means is a game's business. */
import type { Codec } from '../codec.ts'
import { AngelEyeDecoder } from './codec.ts'
import { angelEyeFacts } from './facts.ts'

export const angelEye: Codec = { facts: angelEyeFacts, decoder: () => new AngelEyeDecoder() }
