import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Machine } from '../step.ts'
import { firstThatStarts, mediaWorker } from './media-worker.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-worker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program that ends at once with this code. */
function program(code: number): string {
  const path = join(folder, `ends-with-${code}`)
  writeFileSync(path, `#!/bin/sh\nexit ${code}\n`)
  chmodSync(path, 0o755)
  return path
}

function machine(env: Machine['env']): Machine {
  return {
    root: join(import.meta.dirname, '../../..'),
    cache: folder,
    env,
    asRoot: false,
    signal: new AbortController().signal,
  }
}

const startsWithGood = async (path: string) => (path.startsWith('good') ? undefined : 'broken')

test('FirstCandidateStarts: the others are not asked', async () => {
  expect(await firstThatStarts(['good', 'bad'], startsWithGood)).toEqual({ path: 'good', refused: [] })
})

test('FirstCandidateFails: the next is taken, and it is told why not the first', async () => {
  expect(await firstThatStarts(['bad', 'good'], startsWithGood)).toEqual({ path: 'good', refused: ['bad (broken)'] })
})

test('EveryCandidateFails: none is taken', async () => {
  expect(await firstThatStarts(['bad', 'worse'], startsWithGood)).toEqual({
    refused: ['bad (broken)', 'worse (broken)'],
  })
})

test('NamedWorkerStarts: it is the one', async () => {
  const worker = program(41)
  expect(await mediaWorker(machine({ MEDIASOUP_WORKER_BIN: worker })).find()).toEqual({ MEDIASOUP_WORKER_BIN: worker })
})

test('NamedWorkerFails: no other is taken in its place', async () => {
  const find = (path: string) => mediaWorker(machine({ MEDIASOUP_WORKER_BIN: path })).find()
  await expect(find(program(1))).rejects.toThrow('does not start')
  await expect(find(join(folder, 'missing'))).rejects.toThrow('ENOENT')
})
