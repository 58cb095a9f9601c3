import { existsSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ClipShelf } from './clip-shelf.ts'

test('a clip stays thirty days, and no longer', () => {
  const shelf = new ClipShelf(join(mkdtempSync(join(tmpdir(), 'tablecast-clips-')), 'clips', 'roulette-1'))
  const now = Date.UTC(2030, 0, 31)
  const clip = (days: number) => {
    const { file } = shelf.place()
    writeFileSync(file, '')
    utimesSync(file, now / 1000, (now - days * 24 * 3_600_000) / 1000)
    return file
  }
  const [young, old] = [clip(29), clip(31)]
  shelf.expire(now)
  expect(existsSync(young)).toBe(true)
  expect(existsSync(old)).toBe(false)
})
