import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { BoundedLog } from './bounded-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-log-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a full log is put aside once, and what is older goes', () => {
  const path = join(folder, 'deep', 'child.log')
  const log = new BoundedLog(path, 10)
  for (const line of ['first..\n', 'second.\n', 'third..\n']) log.write(Buffer.from(line))
  log.close()
  expect(readFileSync(path, 'utf8')).toBe('third..\n')
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('second.\n')
  expect(readdirSync(join(folder, 'deep'))).toHaveLength(2)
})

test('a log is continued by the next process', () => {
  const path = join(folder, 'again', 'child.log')
  for (const line of ['one\n', 'two\n']) {
    const log = new BoundedLog(path, 100)
    log.write(Buffer.from(line))
    log.close()
  }
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
})

test('a place that cannot be written loses lines, not the program', () => {
  const blocked = join(folder, 'a-file')
  new BoundedLog(blocked).write(Buffer.from('x'))
  writeFileSync(blocked, 'x')
  expect(() => new BoundedLog(join(blocked, 'child.log')).write(Buffer.from('lost\n'))).not.toThrow()
})
