import type { WheelProtocol } from '../wheel-protocol.ts'
import { encodeCommand, SlingShotDecoder } from './codec.ts'
import { slingShotFacts } from './facts.ts'
import { SlingShotFollower } from './follower.ts'

/** Cammegh SlingShot 2, and very likely Mercury's in-rim readers. */
export const slingShot: WheelProtocol = {
  facts: slingShotFacts,
  decoder: () => new SlingShotDecoder(),
  witness() {
    const decoder = new SlingShotDecoder()
    const follower = new SlingShotFollower()
    return {
      receive: (bytes, at) => decoder.push(bytes).flatMap((frame) => follower.receive(frame, at)),
      lost: (at) => follower.lost(at),
    }
  },
  encode: encodeCommand,
}
