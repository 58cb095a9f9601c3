import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Of a command's output, so many last lines are kept to tell why it failed. */
const lastLinesMax = 12

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Ends the command, and all that it started, after so long; ms. */
  readonly timeoutMs?: number
  /** Ends the command, and all that it started. */
  readonly signal?: AbortSignal
  readonly onLine?: (line: string) => void
}

export class CommandError extends Error {
  /** The last lines that it said. */
  readonly lines: readonly string[]

  constructor(message: string, lines: readonly string[]) {
    super(message)
    this.lines = lines
  }
}

/**
 * Runs a command in a process group of its own, without input.
 * @returns its standard output
 * @throws CommandError when it cannot be started, fails, or is ended
 */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const signals = [options.signal, options.timeoutMs && AbortSignal.timeout(options.timeoutMs)].filter((one) => !!one)
  const signal = AbortSignal.any(signals)
  signal.throwIfAborted()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
  })
  const output: string[] = []
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      if (stream === child.stdout) output.push(line)
      lines.push(line)
      if (lines.length > lastLinesMax) lines.shift()
      options.onLine?.(line)
    })
  const end = () => {
    // ESRCH: it has ended meanwhile.
    if (child.pid !== undefined) ignoring(() => process.kill(-(child.pid ?? 0), 'SIGTERM'))
  }
  signal.addEventListener('abort', end)
  const why = await new Promise<string | undefined>((resolve) => {
    child.once('error', (cause) => resolve(cause.message))
    child.once('close', (code, killed) =>
      resolve(code === 0 ? undefined : killed ? `ended by ${killed}` : `exit code ${code}`),
    )
  })
  signal.removeEventListener('abort', end)
  options.signal?.throwIfAborted()
  if (signal.aborted) throw new CommandError(`${command} took longer than ${options.timeoutMs} ms`, lines)
  if (why !== undefined) throw new CommandError(`${command}: ${why}`, lines)
  return output.join('\n')
}

/** A process group that has just ended cannot be signalled: what was wanted of it has happened. */
function ignoring(action: () => void): void {
  try {
    action()
  } catch {}
}
