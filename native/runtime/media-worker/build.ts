import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../command.ts'
import type { Progress } from '../step.ts'
import { patches } from './patches.ts'

/** The compiler, and the libraries in place of those that the package's own build would download. */
export const buildPackages = [
  'g++',
  'pkg-config',
  'meson',
  'ninja-build',
  'binutils',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
]

const buildFolder = '.building-'
const subprojects = join(import.meta.dirname, 'subprojects')

/** What a build depends on besides the package's version: a built worker is kept under it. */
export async function buildHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(patches))
  const entries = await readdir(subprojects, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(`${file.slice(subprojects.length)}\0`).update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

/**
 * Builds the media worker from the sources in its package against the system's libraries. It takes minutes.
 * @param source the package's folder `worker`; only read
 * @param target the program's path; it appears whole or not at all
 */
export async function build(source: string, target: string, progress: Progress, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await removeAbandoned(dirname(target))
  const folder = join(dirname(target), `${buildFolder}${process.pid}`)
  try {
    progress('copying the sources')
    await cp(source, folder, { recursive: true, filter: (path) => path !== join(source, 'out') })
    for (const patch of patches) await applyPatch(folder, patch)
    await placeSubprojects(folder)
    progress('configuring')
    const setup = ['setup', 'build', '--buildtype', 'release', '-Db_ndebug=true', '--wrap-mode=nodownload']
    await run('meson', setup, { cwd: folder, signal })
    await run('ninja', ['-C', 'build', '-j', String(availableParallelism()), 'mediasoup-worker'], {
      cwd: folder,
      // Ninja overwrites one line on a terminal only; this makes its lines readable elsewhere too.
      env: { NINJA_STATUS: '[%f/%t] ' },
      signal,
      onLine: (line) => {
        const fraction = ninjaFraction(line)
        if (fraction !== undefined) progress('compiling', fraction)
      },
    })
    const program = join(folder, 'build', 'mediasoup-worker')
    await run('strip', [program], { signal })
    await rename(program, target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What builds left that were killed; their folders end with the number of their process. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache))
    if (name.startsWith(buildFolder) && !existsSync(`/proc/${name.slice(buildFolder.length)}`))
      await rm(join(cache, name), { recursive: true })
}

/** How far a build is, 0–1, by a line of ninja's: `[12/480] Compiling …`. */
export function ninjaFraction(line: string): number | undefined {
  const [, done, all] = /^\[(\d+)\/(\d+)\] /.exec(line) ?? []
  return all === undefined || Number(all) === 0 ? undefined : Number(done) / Number(all)
}

/** Meson uses a subproject's folder that is there already, and downloads none. The package's `.wrap` files name the folders. */
async function placeSubprojects(folder: string): Promise<void> {
  for (const name of await readdir(subprojects)) {
    const wrap = await readFile(join(folder, 'subprojects', `${name}.wrap`), 'utf8')
    const directory = wrapDirectory(wrap)
    if (directory === undefined) throw new Error(`The media worker's ${name}.wrap names no folder: its sources are new`)
    await cp(join(subprojects, name), join(folder, 'subprojects', directory), { recursive: true })
  }
}

export function wrapDirectory(wrap: string): string | undefined {
  return /^directory *= *([\w.-]+)\s*$/m.exec(wrap)?.[1]
}

async function applyPatch(folder: string, patch: (typeof patches)[number]): Promise<void> {
  const path = join(folder, patch.file)
  await writeFile(path, patched(await readFile(path, 'utf8'), patch))
}

/** @throws when the text to replace is not there exactly once: then the sources are others than the patch was made for */
export function patched(text: string, { file, from, to }: (typeof patches)[number]): string {
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`The media worker's ${file} is not the one that set-up has a patch for`)
  return parts.join(to)
}
