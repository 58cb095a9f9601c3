import { Worker } from 'node:worker_threads'
import { backOffMs, failuresInARow } from '../../process/index.ts'
import type { ProviderNews } from '../../vision/index.ts'
import type { Answers, Asked, Question, Told } from './questions.ts'

/**
 * A look takes milliseconds, the first one and a search for a wheel seconds, and on a computer that has no time for it many
 * times as long: to end it then would only make it begin again. A thread that takes longer than this hangs.
 */
const answerMsMax = 120_000

interface Waiting {
  resolve(answer: Answers[Question['kind']]): void
  reject(cause: Error): void
}

/** One life of the thread. */
interface Life {
  readonly worker: Worker
  readonly startedAt: number
  readonly waiting: Map<number, Waiting>
}

export interface ThreadNews {
  fallback(news: ProviderNews): void
  /** It died; it is started again by the first question after this time. */
  died(why: string, againMs: number): void
}

/**
 * The thread in which models run: a run holds its thread, and must not hold the mixer's. It starts with the first question;
 * one that died is started again with back-off, and until then every question fails.
 */
export class VisionThread implements AsyncDisposable {
  readonly #program: URL
  readonly #news: ThreadNews
  #life: Life | null = null
  #asked = 0
  #failures = 0
  #restarts = 0
  #notBefore = 0
  /** Why it died last, in words. */
  #why = ''
  #closed = false

  constructor(program: URL, news: ThreadNews) {
    this.#program = program
    this.#news = news
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#restarts
  }

  /** @throws Error in words: what it was asked cannot be done, or the thread is away */
  async ask<Kind extends Question['kind']>(question: Extract<Question, { kind: Kind }>): Promise<Answers[Kind]> {
    const life = this.#living()
    const id = ++this.#asked
    const timer = setTimeout(() => this.#end(life, 'vision did not answer any more'), answerMsMax)
    try {
      return await new Promise((resolve, reject) => {
        // What is answered to a question of this kind is what the thread's types say.
        life.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
        life.worker.postMessage({ id, question } satisfies Asked)
      })
    } finally {
      clearTimeout(timer)
      life.waiting.delete(id)
    }
  }

  #living(): Life {
    if (this.#closed) throw new Error('Vision is closed')
    if (this.#life) return this.#life
    if (performance.now() < this.#notBefore) throw new Error(this.#why)
    if (this.#failures > 0) this.#restarts++
    const worker = new Worker(this.#program)
    const life: Life = { worker, startedAt: performance.now(), waiting: new Map() }
    worker.on('message', (told: Told) => this.#hear(life, told))
    worker.on('error', (cause) => this.#end(life, cause instanceof Error ? cause.message : String(cause)))
    worker.on('exit', (code) => this.#end(life, `vision's thread ended (${code})`))
    this.#life = life
    return life
  }

  #hear({ waiting }: Life, told: Told): void {
    switch (told.kind) {
      case 'answer':
        waiting.get(told.id)?.resolve(told.answer)
        break
      case 'failed':
        waiting.get(told.id)?.reject(new Error(told.why))
        break
      case 'fallback':
        this.#news.fallback(told.news)
    }
  }

  #end(life: Life, why: string): void {
    if (this.#life !== life) return
    this.#life = null
    this.#failures = failuresInARow(this.#failures, performance.now() - life.startedAt)
    const againMs = backOffMs(this.#failures)
    this.#notBefore = performance.now() + againMs
    this.#why = `Vision failed and is started again: ${why}`
    for (const { reject } of life.waiting.values()) reject(new Error(this.#why))
    // A thread that hangs is stopped; one that is gone does not mind.
    void life.worker.terminate()
    this.#news.died(why, againMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const life = this.#life
    this.#life = null
    for (const { reject } of life?.waiting.values() ?? []) reject(new Error('Vision is closed'))
    await life?.worker.terminate()
  }
}
