import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Machine, Without } from '../step.ts'
import { electron } from './electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-electron-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A checkout whose Electron package's own download does this. */
function machine(name: string, install: string, env: Machine['env'] = {}): Machine {
  const root = join(folder, name)
  mkdirSync(join(root, 'node_modules/electron'), { recursive: true })
  writeFileSync(join(root, 'node_modules/electron/install.js'), install)
  return { root, cache: join(root, 'cache'), env, asRoot: false, signal: new AbortController().signal }
}
const fetchFails = 'process.exit(1)'
const fetchWorks = `require('fs').mkdirSync('dist'); require('fs').symlinkSync('/bin/true', 'dist/electron')`
const silent = () => {}

test('FetchFails: it goes on without, and does not ask again today', async () => {
  const here = machine('refused', fetchFails)
  expect(await electron(here).find()).toBeUndefined()
  await expect(electron(here).provide(silent)).rejects.toThrow(Without)
  expect(await electron(here).find()).toEqual({})
})

test('RefusalIsOld: it is asked again, and a success forgets the refusal', async () => {
  const here = machine('again', fetchWorks)
  const refusal = join(here.cache, 'electron-refused')
  mkdirSync(here.cache)
  writeFileSync(refusal, '')
  const yesterday = Date.now() / 1000 - 25 * 60 * 60
  utimesSync(refusal, yesterday, yesterday)
  expect(await electron(here).find()).toBeUndefined()
  const runtime = join(here.root, 'node_modules/electron/dist/electron')
  expect(await electron(here).provide(silent)).toEqual({ TABLECAST_ELECTRON: runtime })
  expect(existsSync(refusal)).toBe(false)
  expect(await electron(here).find()).toEqual({ TABLECAST_ELECTRON: runtime })
})

test('a named runtime is taken, and nothing is fetched', async () => {
  const named = join(folder, 'named')
  mkdirSync(named)
  symlinkSync('/bin/true', join(named, 'electron'))
  const here = machine('override', fetchFails, { ELECTRON_OVERRIDE_DIST_PATH: named })
  expect(await electron(here).find()).toEqual({ TABLECAST_ELECTRON: join(named, 'electron') })
})

test('NamedRuntimeMissing: it goes on without, and says so each time', async () => {
  const here = machine('nowhere', fetchWorks, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere-at-all') })
  await expect(electron(here).find()).rejects.toThrow('where no program electron is')
})
