import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { VisionThread } from './vision-thread.ts'

/** A thread that answers, refuses, dies or falls silent, by the source that it is to forget. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id, question: { source } }) => {
      if (source === 'death') process.exit(3)
      if (source === 'error') throw new Error('out of its mind')
      if (source === 'refused') parentPort.postMessage({ kind: 'failed', id, why: 'There is no such model' })
      if (source === 'provider') parentPort.postMessage({ kind: 'fallback', news: { failed: 'cuda', next: 'cpu' } })
      if (source !== 'silence') parentPort.postMessage({ kind: 'answer', id, answer: source })
    })`)}`,
)

const started: VisionThread[] = []
function start() {
  const told: string[] = []
  const thread = new VisionThread(program, {
    fallback: ({ failed, next }) => told.push(`${failed} → ${next}`),
    died: (why, againMs) => told.push(`${why}, again in ${againMs} ms`),
  })
  started.push(thread)
  return { thread, told, ask: (source: string) => thread.ask({ kind: 'forget', source }) }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  vi.useRealTimers()
  for (const thread of started.splice(0)) await thread[Symbol.asyncDispose]()
})

test('answers each question, says what it cannot do, and tells of providers that failed', async () => {
  const { thread, told, ask } = start()
  expect(await Promise.all([ask('a'), ask('b')])).toEqual(['a', 'b'])
  await expect(ask('refused')).rejects.toThrow('There is no such model')
  await ask('provider')
  expect(told).toEqual(['cuda → cpu'])
  expect(thread).toMatchObject({ restarts: 0 })
})

test('one that died fails what waits, and is started again by the first question after its time', async () => {
  const { thread, told, ask } = start()
  await expect(Promise.all([ask('silence'), ask('death')])).rejects.toThrow('Vision failed and is started again')
  expect(told).toEqual(["vision's thread ended (3), again in 1000 ms"])
  await expect(ask('a')).rejects.toThrow('Vision failed and is started again')
  expect(thread.restarts).toBe(0)
  vi.advanceTimersByTime(1_000)
  expect(await ask('a')).toBe('a')
  expect(thread.restarts).toBe(1)
})

test('an error that nobody catches is told, and waits longer when it comes again and again', async () => {
  const { told, ask } = start()
  for (let time = 0; time < 4; time++) {
    await expect(ask('error')).rejects.toThrow('out of its mind')
    vi.advanceTimersByTime(60_000)
  }
  expect(told.map((words) => words.split(', ')[1])).toEqual([1, 1, 1, 2].map((s) => `again in ${s}000 ms`))
})

test('one that does not answer any more is ended', async () => {
  const { told, ask } = start()
  await ask('a')
  const silent = expect(ask('silence')).rejects.toThrow('vision did not answer')
  vi.advanceTimersByTime(120_000)
  await silent
  expect(told).toEqual(['vision did not answer any more, again in 1000 ms'])
})

test('closed, it fails what waits and takes no more', async () => {
  const { thread, told, ask } = start()
  await ask('a')
  const waiting = expect(ask('silence')).rejects.toThrow('Vision is closed')
  await thread[Symbol.asyncDispose]()
  await waiting
  await expect(ask('a')).rejects.toThrow('Vision is closed')
  expect(told).toEqual([])
})
