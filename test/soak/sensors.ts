/**
 * `node native/runtime/run.mjs test/soak/sensors.ts [--megabytes 50] [--seed N] [--codec <name>]`: so much of what each
 * device sends, spoilt on the way. Prints a JSON object for each codec, and fails when a message was heard that the grammar
 * does not allow, or a whole frame was not heard.
 */
import { parseArgs } from 'node:util'
import { mutatedCaptures } from '../../native/sensors/captures.test-helper.ts'

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    codec: { type: 'string' },
  },
})
const seed = Number(values.seed)

for (const [codec, survive] of Object.entries(mutatedCaptures)) {
  if (values.codec !== undefined && values.codec !== codec) continue
  const startedAt = performance.now()
  const survival = survive(seed, Number(values.megabytes) * 1_000_000)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const ok = survival.missed === 0 && survival.illegal === 0
  console.log(JSON.stringify({ soak: 'sensors', codec, seed, ...survival, seconds, ok }))
  if (!ok) process.exitCode = 1
}
