/** One world of the vision soak, in a thread of its own: what it needed of native memory goes with it. */
import { parentPort, workerData } from 'node:worker_threads'
import { seededRandom } from '../house/random.ts'
import { disturbanceNames } from '../vision/disturbance.ts'
import { readSpins } from '../vision/read-spins.ts'

/** What a world is made of. */
export interface VisionWorld {
  readonly seed: number
  readonly spins: number
  readonly speed: number
  readonly framesPerSecond: number
  /** bit/s of a 30-fps line; null for none. */
  readonly bitrate: number | null
  /** Part of the spins that each disturbance spoils. */
  readonly disturbedShare: number
}

const { disturbedShare, ...world }: VisionWorld = workerData
const random = seededRandom(world.seed)
const spoilt = Array.from({ length: world.spins + 2 }, () => disturbanceNames.filter(() => random() < disturbedShare))
parentPort?.postMessage(await readSpins({ ...world, disturbances: (spin) => spoilt[spin] ?? [] }))
