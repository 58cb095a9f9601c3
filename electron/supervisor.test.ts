import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTableConfiguration } from './supervisor.ts'

const example = resolve(import.meta.dirname, '../assets/tables/roulette.json')

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tablecast-configuration-')), 'table.json')
  writeFileSync(file, text)
  return file
}

describe("a table's configuration", () => {
  it('is read from the example that the README names', () => {
    expect(readTableConfiguration(example).sensor.kind).toBe('serial')
  })

  it('names the field that is wrong', () => {
    const broken = { ...readTableConfiguration(example), sensor: { kind: 'tcp', host: 'wheel', port: 70_000 } }
    expect(() => readTableConfiguration(fileWith(JSON.stringify(broken)))).toThrow(/sensor\.port/)
  })

  it('refuses a field that it does not know', () => {
    const broken = { ...readTableConfiguration(example), colour: 'green' }
    expect(() => readTableConfiguration(fileWith(JSON.stringify(broken)))).toThrow(/colour/)
  })

  it.each(['', '{', 'null'])('says that the file cannot be used when it holds %j', (text) => {
    expect(() => readTableConfiguration(fileWith(text))).toThrow(/table's configuration .*table\.json/)
  })

  it('says that a missing file cannot be read', () => {
    expect(() => readTableConfiguration('/nowhere/table.json')).toThrow(/cannot be read/)
  })
})
