/**
 * `npm run bench [-- name…]`: runs the benches named, or all, and prints a JSON object per figure. A bench measures its
 * peer in the same run, and its `ratio` (value / peer_value) is what counts: `ok` says whether it keeps to `goal`.
 */
import { readdirSync } from 'node:fs'

export interface Figure {
  readonly bench: string
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly peer: string
  readonly peer_value: number
  readonly ratio: number
  readonly goal: string
  readonly ok: boolean
}

const known = readdirSync(import.meta.dirname)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'run')
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : known) {
  const { bench }: { bench: () => AsyncGenerator<Figure> } = await import(`./${name}.ts`)
  for await (const figure of bench()) console.log(JSON.stringify(figure))
}
