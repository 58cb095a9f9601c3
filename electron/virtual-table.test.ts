import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openHouse } from './house.ts'
import { readTableConfiguration } from './studio/api/index.ts'
import { writeVirtualTable } from './virtual-table.ts'

const read = (file: string) => readTableConfiguration(file, (path) => readFileSync(path, 'utf8'))
const house = (home: string, portBase: number) =>
  openHouse({ TABLECAST_HOME: home, TABLECAST_PORT_BASE: String(portBase) })
const newHome = () => mkdtempSync(join(tmpdir(), 'tablecast-virtual-table-'))

test('the virtual table has the cameras of the house, and scenes and rules that fit them', () => {
  const { picture, director } = read(writeVirtualTable(house(newHome(), 9_000), 1))
  expect(picture.sources.map(({ id, address }) => [id, address.kind === 'tcp' && address.port])).toEqual([
    ['wheel', 9_021],
    ['wide', 9_023],
    ['close', 9_024],
  ])
  const scenes = picture.mix.scenes.map(({ id }) => id)
  for (const rule of director.rules) expect(scenes).toEqual(expect.arrayContaining(rule.scenes))
})

test('what a person changed about its picture is still there at the next start', () => {
  const home = newHome()
  const file = writeVirtualTable(house(home, 9_000), 1)
  const { picture, ...rest } = read(file)
  const changed = { ...picture, sound: null }
  writeFileSync(file, JSON.stringify({ ...rest, picture: changed }))
  expect(read(writeVirtualTable(house(home, 9_000), 2)).picture).toEqual(changed)
  // Under other ports there are other cameras.
  expect(read(writeVirtualTable(house(home, 9_100), 1)).picture.sources[0]?.address).toMatchObject({ port: 9_121 })
})

test('a file of an earlier version is written anew', () => {
  const home = newHome()
  writeFileSync(join(home, 'virtual-table.json'), '{ "source": {}, "wheel": {} }')
  expect(read(writeVirtualTable(house(home, 9_000), 1)).picture.sources).toHaveLength(3)
})
