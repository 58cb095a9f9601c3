import type { Progress } from './step.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 100
/** Where no line can be overwritten, a long step says that it goes on every so often. */
const sayAgainMs = 20_000

/** What a person sees of set-up: one living line on a terminal, a line now and then elsewhere. */
export class Screen {
  readonly #output: NodeJS.WritableStream & { readonly isTTY?: boolean }

  constructor(output: NodeJS.WritableStream & { readonly isTTY?: boolean }) {
    this.#output = output
  }

  say(line: string): void {
    this.#output.write(`${line}\n`)
  }

  /** Shows a step while it works. */
  async during<Result>(name: string, work: (progress: Progress) => Promise<Result>): Promise<Result> {
    const startedAt = Date.now()
    let doing = 'beginning'
    let fraction: number | undefined
    const line = () => lineOf(name, doing, fraction, Date.now() - startedAt)
    let frame = 0
    const draw = () => this.#output.write(`\r\x1b[2K${frames[frame++ % frames.length]} ${line()}`)
    const terminal = this.#output.isTTY
    if (!terminal) this.say(`Set-up: ${name}`)
    const timer = setInterval(terminal ? draw : () => this.say(`  ${line()}`), terminal ? frameMs : sayAgainMs)
    try {
      const result = await work((nowDoing, nowFraction) => {
        doing = nowDoing
        fraction = nowFraction
      })
      this.#end(`✓ ${name} (${seconds(Date.now() - startedAt)})`)
      return result
    } catch (cause) {
      this.#end(`✗ ${name} (${seconds(Date.now() - startedAt)})`)
      throw cause
    } finally {
      clearInterval(timer)
    }
  }

  #end(line: string): void {
    this.say(this.#output.isTTY ? `\r\x1b[2K${line}` : line)
  }
}

/** `media worker: compiling, 34 % (82 s)` */
export function lineOf(name: string, doing: string, fraction: number | undefined, elapsedMs: number): string {
  const share = fraction === undefined ? '' : `, ${Math.floor(fraction * 100)} %`
  return `${name}: ${doing}${share} (${seconds(elapsedMs)})`
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
