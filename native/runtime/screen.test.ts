import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { lineOf, Screen } from './screen.ts'

/** What is written where no terminal is. */
function page() {
  const output = new PassThrough()
  const screen = new Screen(output)
  return { screen, text: () => String(output.read() ?? '') }
}

test('a line says the step, what it does, how far it is where that is known, and for how long', () => {
  expect(lineOf('media worker', 'compiling', 0.349, 82_400)).toBe('media worker: compiling, 34 % (82 s)')
  expect(lineOf('Electron', 'downloading', undefined, 0)).toBe('Electron: downloading (0 s)')
})

test('without a terminal a step is named when it begins and when it has ended', async () => {
  const { screen, text } = page()
  expect(await screen.during('PostgreSQL', async () => 7)).toBe(7)
  expect(text()).toBe('Set-up: PostgreSQL\n✓ PostgreSQL (0 s)\n')
})

test('StepFails: it is told, and thrown', async () => {
  const { screen, text } = page()
  const failing = screen.during('PostgreSQL', () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(text()).toBe('Set-up: PostgreSQL\n✗ PostgreSQL (0 s)\n')
})
