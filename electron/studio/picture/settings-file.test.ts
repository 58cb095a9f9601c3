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

test('a process that is killed while it saves leaves the settings of before or the new ones, never a part', async () => {
  const file = tableFile()
  const program = `
    import { readFileSync } from 'node:fs'
    import { SettingsFile } from ${JSON.stringify(new URL('./settings-file.ts', import.meta.url).href)}
    const { picture } = JSON.parse(readFileSync(process.argv[1], 'utf8'))
    const file = new SettingsFile(process.argv[1], picture)
    const save = () => {
      const slate = { text: 'x'.repeat(1 + (file.revision % 100)) }
      file.change(file.revision, { ...picture, mix: { ...picture.mix, slate } })
    }
    save()
    process.send('saved once')
    for (;;) save()
  `
  const slates = new Set<string>()
  for (let kill = 0; kill < 8; kill += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await once(child, 'message')
    // It saves without a pause: whenever the signal arrives, it arrives in the middle.
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { picture, ours } = JSON.parse(readFileSync(file, 'utf8'))
    expect(ours).toEqual(['not', 'the picture’s'])
    slates.add(pictureSettingsSchema.parse(picture).mix.slate.text)
  }
  // It did save.
  expect([...slates].some((text) => text.startsWith('x'))).toBe(true)
})

test('the record can say what changed', () => {
  expect(settingsChanges(settings, without as typeof settings)).toBe('source close removed, scenes and overlays')
  const renamed = { ...settings, sources: settings.sources.map((source) => ({ ...source, name: 'X' })), sound: null }
  expect(settingsChanges(settings, renamed)).toBe('source wheel, source wide, source close, sound')
  expect(settingsChanges(settings, structuredClone(settings))).toBe('nothing')
})
