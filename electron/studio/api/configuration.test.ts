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

  it('names the field of a source, a scene or an overlay that is wrong', () => {
    const { picture, ...rest } = read(example)
    const scenes = [{ id: 'wheel', name: 'Wheel', layers: [{ source: 'attic' }] }]
    const broken = { ...rest, picture: { ...picture, mix: { ...picture.mix, scenes, overlays: [] } } }
    expect(() => read(fileWith(JSON.stringify(broken)))).toThrow(
      'picture.mix.scenes.0.layers.0.source: There is no source "attic"',
    )
  })

  it('says what to do with a file of an earlier version', () => {
    const { picture, ...rest } = read(example)
    const old = { ...rest, source: { id: 'wheel', url: 'rtsp://192.0.2.10/wheel' }, wheel: { centreX: 0.5 } }
    expect(() => read(fileWith(JSON.stringify(old)))).toThrow(/source, wheel.*belongs under "picture"/)
    for (const vision of [null, { source: 'wheel', wheel: { centreX: 0.5 } }]) {
      const one = { ...rest, picture: { ...picture, vision } }
      expect(() => read(fileWith(JSON.stringify(one)))).toThrow(/picture\.vision is a list of eyes now/)
    }
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
