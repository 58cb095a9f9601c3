/**
 * `node test/soak/vision.ts [--spins 2000] [--seed N] [--speed 5] [--bitrate 2500000]`: the camera reads spin after spin of
 * simulated tables, without a wall clock, in worlds of 50 spins. Prints a JSON object with the counts, and fails when a
 * spin was read wrongly or less than 99 % were read at all.
 */
import { parseArgs } from 'node:util'
import { readSpins } from '../vision/read-spins.ts'

const spinsOfWorld = 50
const rightShareMin = 0.99

const { values } = parseArgs({
  options: {
    spins: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    speed: { type: 'string', default: '5' },
    bitrate: { type: 'string', default: '2500000' },
  },
})
const [spins, seed, speed, bitrate] = [values.spins, values.seed, values.speed, values.bitrate].map(Number) as [
  number,
  number,
  number,
  number,
]
const total = { seed, spins: 0, right: 0, silent: 0, wrong: 0 }
for (let world = 0; total.spins < spins; world++) {
  const ofWorld = Math.min(spinsOfWorld, spins - total.spins)
  const seen = await readSpins({ seed: seed + world, spins: ofWorld, speed, framesPerSecond: 15, bitrate })
  total.spins += seen.spins
  total.right += seen.right
  total.silent += seen.silent
  total.wrong += seen.wrong.length
  for (const wrong of seen.wrong) console.error(JSON.stringify({ world: seed + world, ...wrong }))
  console.error(`${total.spins} of ${spins}: ${total.right} right, ${total.silent} silent, ${total.wrong} wrong`)
}
const ok = total.wrong === 0 && total.right >= total.spins * rightShareMin
console.log(JSON.stringify({ soak: 'vision', ...total, ok }))
process.exitCode = ok ? 0 : 1
