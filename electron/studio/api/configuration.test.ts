import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTableConfiguration } from './configuration.ts'

const example = resolve(import.meta.dirname, '../../../assets/tables/roulette.json')

const read = (file: string) => readTableConfiguration(file, (path) => readFileSync(path, 'utf8'))

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tablecast-configuration-')), 'table.json')
  writeFileSync(file, text)
  return file
}

describe("a table's configuration", () => {
  it('is read from the example that the README names', () => {
    expect(read(example).sensor.kind).toBe('serial')
  })

  it('names the field that is wrong', () => {
    const broken = { ...read(example), sensor: { kind: 'tcp', host: 'wheel', port: 70_000 } }
    expect(() => read(fileWith(JSON.stringify(broken)))).toThrow(/sensor\.port/)
  })

  it('refuses a field that it does not know', () => {
    const broken = { ...read(example), colour: 'green' }
    expect(() => read(fileWith(JSON.stringify(broken)))).toThrow(/colour/)
  })

  it.each(['', '{', 'null'])('says that the file cannot be used when it holds %j', (text) => {
    expect(() => read(fileWith(text))).toThrow(/table's configuration .*table\.json/)
  })

  it('says that a missing file cannot be read', () => {
    expect(() => read('/nowhere/table.json')).toThrow(/cannot be read/)
  })
})
