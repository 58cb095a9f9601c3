import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pictureSettingsSchema } from '../../../native/media/index.ts'
import { PictureRefusal } from './refusal.ts'
import { SettingsFile } from './settings-file.ts'
import { settingsChanges } from './settings-words.ts'
import { settings } from './told.test-helper.ts'

const [wheel, wide, close] = settings.sources
const without = {
  ...settings,
  sources: [wheel, wide],
  mix: { ...settings.mix, scenes: settings.mix.scenes.slice(0, 2) },
}

function tableFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tablecast-settings-')), 'table.json')
  writeFileSync(file, JSON.stringify({ tableId: 'roulette-1', picture: settings, ours: ['not', 'the picture’s'] }))
  return file
}

function refusal(change: () => unknown): PictureRefusal {
  try {
    change()
  } catch (cause) {
    if (cause instanceof PictureRefusal) return cause
    throw cause
  }
  throw new Error('it was not refused')
}

test('a change is in the file, and nothing else of the file is another', () => {
  const file = tableFile()
  chmodSync(file, 0o640)
  const at = new SettingsFile(file, settings)
  expect(at.change(1, without)).toEqual(without)
  expect(at).toMatchObject({ settings: without, revision: 2 })
  const saved = JSON.parse(readFileSync(file, 'utf8'))
  expect(Object.keys(saved)).toEqual(['tableId', 'picture', 'ours'])
  expect(saved).toEqual({ tableId: 'roulette-1', picture: without, ours: ['not', 'the picture’s'] })
  expect(statSync(file).mode & 0o777).toBe(0o640)
})

test('who decided on settings of before is told so', () => {
  const at = new SettingsFile(tableFile(), settings)
  at.change(1, without)
  expect(refusal(() => at.change(1, settings)).code).toBe('STALE')
  expect(at.settings).toEqual(without)
})

test('a wrong field is named, and nothing changes', () => {
  const file = tableFile()
  const at = new SettingsFile(file, settings)
  const before = readFileSync(file, 'utf8')
  const wrong = refusal(() => at.change(1, { ...settings, sources: [{ ...wheel, backup: 'attic' }, wide, close] }))
  expect(wrong).toMatchObject({
    code: 'SETTINGS_INVALID',
    issues: [{ path: ['sources', 0, 'backup'], message: 'There is no source "attic"' }],
  })
  expect(refusal(() => at.change(1, null)).issues[0]?.path).toEqual([])
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(at.revision).toBe(1)
})

test('what cannot be saved is not at work either', () => {
  const file = tableFile()
  const at = new SettingsFile(file, settings)
  // A folder stands where the new file would be written.
  mkdirSync(`${file}.new`)
  expect(refusal(() => at.change(1, without)).code).toBe('NOT_SAVED')
  expect(at).toMatchObject({ settings, revision: 1 })
})

test('a file behind a link stays behind it', () => {
  const file = tableFile()
  const link = join(mkdtempSync(join(tmpdir(), 'tablecast-settings-')), 'link.json')
  symlinkSync(file, link)
  new SettingsFile(link, settings).change(1, without)
  expect(JSON.parse(readFileSync(file, 'utf8')).picture).toEqual(without)
})

/** Saves once, and dies before its `process.argv[2]`-th call of the file system; a write is half done then. */
const dying = `
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  let callsLeft = Number.POSITIVE_INFINITY
  for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'closeSync', 'renameSync']) {
    const real = fs[name]
    fs[name] = (...all) => {
      callsLeft -= 1
      if (callsLeft > 0) return real(...all)
      if (name === 'writeFileSync') real(all[0], all[1].slice(0, all[1].length / 2))
      process.kill(process.pid, 'SIGKILL')
    }
  }
  syncBuiltinESMExports()
  const { SettingsFile } = await import(${JSON.stringify(new URL('./settings-file.ts', import.meta.url).href)})
  const [, path, calls] = process.argv
  const { picture } = JSON.parse(fs.readFileSync(path, 'utf8'))
  callsLeft = Number(calls)
  new SettingsFile(path, picture).change(1, { ...picture, mix: { ...picture.mix, slate: { text: 'After' } } })
`

test('wherever in a save the process dies, the file has the settings of before or the new ones, never a part', {
  timeout: 60_000,
}, async () => {
  const slates: string[] = []
  for (let call = 1, survived = false; !survived; call += 1) {
    const file = tableFile()
    const child = spawn(process.execPath, ['--input-type=module', '-e', dying, file, String(call)], {
      stdio: 'inherit',
    })
    const [code] = await once(child, 'exit')
    survived = code === 0
    const { picture, ours } = JSON.parse(readFileSync(file, 'utf8'))
    expect(ours).toEqual(['not', 'the picture’s'])
    slates.push(pictureSettingsSchema.parse(picture).mix.slate.text)
  }
  const renamed = slates.indexOf('After')
  expect(renamed).toBeGreaterThan(3)
  expect(slates.slice(0, renamed)).toEqual(Array(renamed).fill('Soon'))
  expect(slates.slice(renamed)).toEqual(Array(slates.length - renamed).fill('After'))
})

test('the record can say what changed', () => {
  expect(settingsChanges(settings, without as typeof settings)).toBe('source close removed, scenes and overlays')
  const renamed = { ...settings, sources: settings.sources.map((source) => ({ ...source, name: 'X' })), sound: null }
  expect(settingsChanges(settings, renamed)).toBe('source wheel, source wide, source close, sound')
  expect(settingsChanges(settings, structuredClone(settings))).toBe('nothing')
})
