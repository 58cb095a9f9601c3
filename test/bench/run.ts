/**
 * `npm run bench [-- name…]`: runs the benches named, or all, and prints a JSON object per figure; `media` names all in that
 * folder, `media/cpu` one. A bench measures its peer in the same run, and its `ratio` (value / peer_value) is what counts:
 * `ok` says whether it keeps to `goal`.
 */
import { globSync } from 'node:fs'

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

/** Those that others are made of. */
const parts = ['run', 'media/stage']
const known = globSync('**/*.ts', { cwd: import.meta.dirname })
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => !parts.includes(name))
  .sort()
const asked = process.argv.slice(2)
const named = (name: string) => known.filter((one) => one === name || one.startsWith(`${name}/`))
const unknown = asked.filter((name) => named(name).length === 0)
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked.flatMap(named) : known) {
  const { bench }: { bench: () => AsyncGenerator<Figure> } = await import(`./${name}.ts`)
  for await (const figure of bench()) console.log(JSON.stringify(figure))
}
