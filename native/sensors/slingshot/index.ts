import type { WheelProtocol } from '../wheel-protocol.ts'
import { encodeCommand, SlingShotDecoder } from './codec.ts'
import { SlingShotFollower } from './follower.ts'

/** Cammegh SlingShot 2, and very likely Mercury's in-rim readers: 9600 8N1, one status frame every 500 ms. */
export const slingShot: WheelProtocol = {
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
