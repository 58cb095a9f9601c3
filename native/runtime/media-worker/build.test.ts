import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildHash, ninjaFraction, patched, wrapDirectory } from './build.ts'
import { patches } from './patches.ts'

const sources = join(import.meta.dirname, '../../../node_modules/mediasoup/worker')
const subprojects = join(import.meta.dirname, 'subprojects')

test('ninja says how far it is', () => {
  expect(ninjaFraction('[12/480] Compiling C++ object mediasoup-worker.p/src_Worker.cpp.o')).toBe(12 / 480)
  expect(ninjaFraction('[480/480] Linking target mediasoup-worker')).toBe(1)
  for (const other of ['ninja: no work to do.', '[0/0] nothing', 'src/x.cpp:12: warning [1/2]', ''])
    expect(ninjaFraction(other)).toBeUndefined()
})

test('every patch fits the installed sources', () => {
  for (const patch of patches) {
    const text = readFileSync(join(sources, patch.file), 'utf8')
    expect(patched(text, patch)).toContain(patch.to)
  }
})

test('a patch that fits nowhere, or in two places, is refused', () => {
  const patch = { file: 'a.cpp', from: 'old', to: 'new' }
  expect(patched('an old line', patch)).toBe('an new line')
  for (const text of ['a line', 'old and old']) expect(() => patched(text, patch)).toThrow('a.cpp is not the one')
})

test('every subproject stands in for one that the sources name, and has a build', () => {
  for (const name of readdirSync(subprojects)) {
    expect(wrapDirectory(readFileSync(join(sources, 'subprojects', `${name}.wrap`), 'utf8')), name).toBeTruthy()
    expect(existsSync(join(subprojects, name, 'meson.build')), name).toBe(true)
  }
})

test('a wrap without a plain folder name is refused', () => {
  expect(wrapDirectory('[wrap-file]\ndirectory = libuv-v1.51.0\n')).toBe('libuv-v1.51.0')
  for (const wrap of ['[wrap-file]\n', 'directory = ../outside\n']) expect(wrapDirectory(wrap)).toBeUndefined()
})

test('a built worker is kept under a hash of all that it was built with', async () => {
  expect(await buildHash()).toMatch(/^[0-9a-f]{12}$/)
  expect(await buildHash()).toBe(await buildHash())
})

test('the sources that it is built from are the package’s own and untouched', () => {
  expect(execFileSync('find', [sources, '-name', '*.orig', '-o', '-name', '.building-*']).toString()).toBe('')
})
