import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../command.ts'
import { providePackages } from '../debian.ts'
import { build, buildHash, buildPackages } from '../media-worker/build.ts'
import { type Machine, type Progress, type Step, Without } from '../step.ts'

/** The prebuilt worker is some MB; a network that leads nowhere must not hold set-up up for longer. */
const downloadMsMax = 60_000
const startMsMax = 5_000
/** The worker ends with this when it is started without the library that drives it. */
const exitCodeAlone = 41

/**
 * mediasoup's media worker: the one that `MEDIASOUP_WORKER_BIN` names, or the package's prebuilt one where its download
 * page can be reached, or one built here from the package's sources. Whichever: it was seen to start.
 */
export function mediaWorker(machine: Machine): Step {
  const folder = join(machine.root, 'node_modules/mediasoup')
  const prebuilt = join(folder, 'worker/out/Release/mediasoup-worker')
  const built = async () => {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
    return join(machine.cache, 'media-worker', `${version}-${await buildHash()}`, 'mediasoup-worker')
  }
  return {
    name: 'media worker',
    async find() {
      const named = machine.env.MEDIASOUP_WORKER_BIN
      const { path, refused } = await firstThatStarts(named ? [named] : [prebuilt, await built()], whyNotStarted)
      if (path !== undefined) return { MEDIASOUP_WORKER_BIN: path }
      if (named) throw new Without(`MEDIASOUP_WORKER_BIN names a program that does not start: ${refused.join()}`)
      return undefined
    },
    async provide(progress) {
      const target = await built()
      await download(folder, machine, progress)
      const first = await firstThatStarts([prebuilt], whyNotStarted)
      if (first.path !== undefined) return { MEDIASOUP_WORKER_BIN: first.path }
      await providePackages(buildPackages, machine, progress)
      await build(join(folder, 'worker'), target, progress, machine.signal)
      const second = await firstThatStarts([target], whyNotStarted)
      if (second.path === undefined) throw new Without(`it was built but does not start: ${second.refused.join()}`)
      return { MEDIASOUP_WORKER_BIN: second.path }
    },
  }
}

/** The package's own download. Where that fails it would build with tools of its own: it is given none. */
async function download(folder: string, machine: Machine, progress: Progress): Promise<void> {
  progress('downloading')
  const options = { cwd: folder, env: { PYTHON: '/bin/false' }, timeoutMs: downloadMsMax, signal: machine.signal }
  await run(process.execPath, ['npm-scripts.mjs', 'postinstall'], options).catch(() => machine.signal.throwIfAborted())
}

/**
 * @param whyNot says why a candidate will not do; undefined when it will
 * @returns the first that will do, and why those before it will not
 */
export async function firstThatStarts(
  candidates: readonly string[],
  whyNot: (path: string) => Promise<string | undefined>,
): Promise<{ readonly path?: string; readonly refused: readonly string[] }> {
  const refused: string[] = []
  for (const path of candidates) {
    const why = await whyNot(path)
    if (why === undefined) return { path, refused }
    refused.push(`${path} (${why})`)
  }
  return { refused }
}

async function whyNotStarted(path: string): Promise<string | undefined> {
  const env = { ...process.env, MEDIASOUP_VERSION: undefined }
  const child = spawn(path, { stdio: 'ignore', env, timeout: startMsMax, killSignal: 'SIGKILL' })
  return await new Promise((resolve) => {
    child.once('error', (cause) => resolve(cause.message))
    child.once('exit', (code, signal) => resolve(code === exitCodeAlone ? undefined : `ended with ${code ?? signal}`))
  })
}
