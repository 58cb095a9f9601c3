/**
 * `npm run vision:train [-- model…]`: trains the models named, or all, from nothing, and writes them and their list to
 * assets/models. It takes hours; a training of cards that was broken off goes on where it was, unless `--fresh` says otherwise.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type ModelName, modelNames } from '../model/index.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const cache = process.env.TABLECAST_VISION_CACHE ?? join(homedir(), '.cache/tablecast/vision')
const python = '/usr/bin/python3'
const cards = (model: string, steps: number) => [
  python,
  here('cards/train.py'),
  '--model',
  model,
  '--steps',
  `${steps}`,
]
const strips = (split: string, wheels: number, each: number, seed: number) => [
  ...[process.execPath, here('wheel/strips.ts'), '--split', split, '--wheels', `${wheels}`, '--each', `${each}`],
  ...['--seed', `${seed}`, '--out', join(cache, 'wheel', split)],
]

/** The commands that make each model. */
const recipes: Readonly<Record<ModelName, readonly (readonly string[])[]>> = {
  'card-finder': [cards('finder', 2_000)],
  'card-reader': [cards('reader', 17_000)],
  'wheel-reader': [
    strips('training', 3_300, 12, 1),
    strips('validation', 150, 12, 2),
    [python, here('wheel/train.py'), '--steps', '12000', '--seed', '1'],
  ],
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { fresh: { type: 'boolean' } } })
const unknown = positionals.filter((name) => !modelNames.some((model) => model === name))
if (unknown.length > 0) {
  console.error(`There is no model ${unknown.join(', ')}. There are: ${modelNames.join(', ')}`)
  process.exit(2)
}

for (const model of modelNames.filter((name) => positionals.length === 0 || positionals.includes(name)))
  for (const [command = '', ...args] of recipes[model]) {
    const fresh = values.fresh && model.startsWith('card-') ? ['--fresh'] : []
    console.log(`${model}: ${[command, ...args, ...fresh].join(' ')}`)
    const child = spawn(command, [...args, ...fresh], { stdio: ['ignore', 'inherit', 'inherit'] })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`the training of ${model} failed (${code})`)
  }
console.log('Trained. `npm run vision:eval` measures the models on pictures that they never saw.')
