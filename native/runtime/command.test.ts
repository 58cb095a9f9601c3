import { expect, test } from 'vitest'
import { CommandError, run } from './command.ts'

const shell = (script: string, options = {}) => run('sh', ['-c', script], options)

test('a command gives its output, and its lines while they come', async () => {
  const lines: string[] = []
  expect(
    await shell('echo one; echo two >&2; echo "$WORD"', {
      env: { WORD: 'three' },
      onLine: (line: string) => lines.push(line),
    }),
  ).toBe('one\nthree')
  expect(lines.sort()).toEqual(['one', 'three', 'two'])
})

test('CommandFails: it says how, with its last lines', async () => {
  const failure = await shell('for i in $(seq 30); do echo line $i; done; exit 3').catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(CommandError)
  expect(failure).toMatchObject({ message: 'sh: exit code 3', lines: expect.arrayContaining(['line 30', 'line 19']) })
  expect((failure as CommandError).lines).toHaveLength(12)
})

test('CommandMissing: it says so', async () => {
  await expect(run('/nowhere/program', [])).rejects.toThrow('ENOENT')
})

test('CommandHangs: it is ended after its bound, with all that it started', async () => {
  await expect(shell('sleep 1000 & sleep 1000', { timeoutMs: 100 })).rejects.toThrow('took longer than 100 ms')
})

test('CommandUnwanted: it is ended, and what ended it is thrown', async () => {
  const stopping = new AbortController()
  const running = shell('echo up; sleep 1000', { signal: stopping.signal, onLine: () => stopping.abort() })
  await expect(running).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  await expect(shell('true', { signal: stopping.signal })).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  )
})
