import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Wanted {
  readonly split: string
  readonly count: number
  readonly seed: number
  /** A folder, for the pictures and `truth.jsonl`. */
  readonly out: string
}

const script = (path: string) => fileURLToPath(new URL(`../../../vision/training/${path}`, import.meta.url))

/** @param bare without any face-up card @throws Error when the script fails */
export async function makeCardsPictures(wanted: Wanted, bare: boolean): Promise<void> {
  await run('/usr/bin/python3', [script('cards/pictures.py'), ...argumentsOf(wanted), ...(bare ? ['--empty'] : [])])
}

/** @throws Error when the script fails */
export async function makeWheelPictures(wanted: Wanted): Promise<void> {
  await run(process.execPath, [script('wheel/pictures.ts'), ...argumentsOf(wanted)])
}

const argumentsOf = ({ split, count, seed, out }: Wanted): string[] =>
  Object.entries({ split, count, seed, out }).flatMap(([name, value]) => [`--${name}`, String(value)])

/** Its words go to stderr: stdout is for the figures. */
async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 2, 2] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${command} ${args[0]} failed (${code})`)
}
