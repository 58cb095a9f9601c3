/**
 * `node test/soak/vision.ts [--spins 2000] [--seed N] [--speed 5] [--fps 15] [--bitrate 2500000] [--disturbed 0.3]`: the
 * camera reads spin after spin of simulated tables, without a wall clock, in worlds of 25 spins, as many at once as there
 * are processors. Light that drifts and flickers, defocus and a camera that shakes each spoil a part of the spins. Prints a
 * JSON object with the counts, and fails when a spin was read wrongly or more than 2 % were not read at all.
 */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { SpinsSeen } from '../vision/read-spins.ts'
import type { VisionWorld } from './vision-world.ts'

const spinsOfWorld = 25
const silentShareMax = 0.02

const { values } = parseArgs({
  options: {
    spins: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    speed: { type: 'string', default: '5' },
    fps: { type: 'string', default: '15' },
    /** bit/s; 0 shows the pictures as they were drawn. */
    bitrate: { type: 'string', default: '2500000' },
    disturbed: { type: 'string', default: '0.3' },
  },
})
const spins = Number(values.spins)
const seed = Number(values.seed)
const worlds: VisionWorld[] = Array.from({ length: Math.ceil(spins / spinsOfWorld) }, (_, index) => ({
  seed: seed + index,
  spins: Math.min(spinsOfWorld, spins - index * spinsOfWorld),
  speed: Number(values.speed),
  framesPerSecond: Number(values.fps),
  bitrate: Number(values.bitrate) || null,
  disturbedShare: Number(values.disturbed),
}))

const total = { spins: 0, right: 0, silent: 0, wrong: 0, frames: 0 }
const startedAt = performance.now()

async function play(world: VisionWorld): Promise<void> {
  const worker = new Worker(new URL('./vision-world.ts', import.meta.url), { workerData: world })
  const [seen] = (await once(worker, 'message')) as [SpinsSeen]
  await worker.terminate()
  total.spins += seen.spins
  total.right += seen.right
  total.silent += seen.silent
  total.wrong += seen.wrong.length
  total.frames += seen.frames
  for (const wrong of seen.wrong) console.error(JSON.stringify({ world: world.seed, ...wrong }))
  console.error(`${total.spins} of ${spins}: ${total.right} right, ${total.silent} silent, ${total.wrong} wrong`)
}

const waiting = [...worlds]
const lane = async () => {
  for (let world = waiting.shift(); world; world = waiting.shift()) await play(world)
}
await Promise.all(Array.from({ length: availableParallelism() }, lane))

const ok = total.wrong === 0 && total.right >= total.spins * (1 - silentShareMax)
const minutes = Math.round((performance.now() - startedAt) / 6_000) / 10
console.log(JSON.stringify({ soak: 'vision', seed, ...total, minutes, ok }))
process.exitCode = ok ? 0 : 1
