import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableIdSchema } from '../../../backend/contract/index.ts'
import type { Reading } from '../api/index.ts'
import { emptySession } from '../table/session/index.ts'
import { Store } from './index.ts'

const tableId = tableIdSchema.parse('roulette-1')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tablecast-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const resumed = { type: 'event', body: { type: 'table_resumed' } } as const
const noted = { type: 'record', level: 'info', kind: 'round', text: 'Noted.' } as const

test('a step is found again whole: state, records, events, command', () => {
  {
    using store = Store.open(folder, tableId, 1)
    expect(store.session).toEqual(emptySession)
    const state = { ...emptySession, revision: 7 }
    const command = { id: 'a-command', operator: 'Ada Pit', what: 'approve' }
    expect(store.commit({ state, effects: [noted, resumed] }, 5, { command })).toEqual([
      { id: 1, at: 5, level: 'info', kind: 'round', text: 'Noted.' },
    ])
  }
  using store = Store.open(folder, tableId, 2)
  expect(store.session.revision).toBe(7)
  expect(store.records(10).map(({ text }) => text)).toEqual(['Noted.'])
  expect(store.eventsAfter(0, 10)).toMatchObject([{ position: 1, at: 5, body: { type: 'table_resumed' } }])
  expect(store.hasCommand('a-command')).toBe(true)
  expect(store.hasCommand('another')).toBe(false)
})

test('a step that cannot be written whole is not written at all', () => {
  using store = Store.open(folder, tableId, 1)
  const command = { id: 'twice', operator: 'Ada Pit', what: 'void' }
  store.commit({ state: emptySession, effects: [] }, 1, { command })
  const again = { state: { ...emptySession, revision: 9 }, effects: [noted, resumed] }
  expect(() => store.commit(again, 2, { command })).toThrow(/UNIQUE/)
  expect(store.records(10)).toEqual([])
  expect(store.position.last).toBe(0)
})

test('the record cannot be edited, not even by hand', () => {
  Store.open(folder, tableId, 1)[Symbol.dispose]()
  using db = new DatabaseSync(join(folder, 'roulette-1.sqlite'))
  db.exec("INSERT INTO records (at, level, kind, text) VALUES (1, 'info', 'round', 'Said.')")
  expect(() => db.exec("UPDATE records SET text = 'Never said.'")).toThrow('the record holds')
  expect(() => db.exec('DELETE FROM records')).toThrow('the record stays')
})

test('a second studio on the same table is refused, and nothing is put aside', () => {
  using _store = Store.open(folder, tableId, 1)
  expect(() => Store.open(folder, tableId, 2)).toThrow(/Another studio has/)
  expect(readdirSync(folder).some((file) => file.includes('corrupt'))).toBe(false)
})

test.each([
  ['is no database', (file: string) => writeFileSync(file, 'nonsense '.repeat(2_000))],
  [
    'holds a state that is not understood',
    (file: string) => {
      Store.open(folder, tableId, 1)[Symbol.dispose]()
      using db = new DatabaseSync(file)
      db.exec(`INSERT INTO session VALUES (1, '{"revision":"many"}')`)
    },
  ],
])('a file that %s is put aside, and said', (_what, damage) => {
  damage(join(folder, 'roulette-1.sqlite'))
  using store = Store.open(folder, tableId, 42)
  expect(store.putAside).toBe(join(folder, 'roulette-1.sqlite.corrupt-42'))
  expect(readdirSync(folder)).toContain('roulette-1.sqlite.corrupt-42')
  expect(store.session).toEqual(emptySession)
})

test('pictures are let go by age, readings stay', () => {
  using store = Store.open(folder, tableId, 1)
  const day = 24 * 3_600_000
  const round = { roundId: 'a-round' } as never
  const reading = (capturedAt: number): Reading => ({
    witness: 'vision',
    confidence: 1,
    capturedAt,
    text: 'Seen',
    raw: [],
    late: false,
  })
  const crop = new Uint8Array([0xff, 0xd8])
  store.commit({ state: emptySession, effects: [{ type: 'reading', id: 'old', round, reading: reading(0) }] }, 1, {
    crop,
  })
  store.commit(
    { state: emptySession, effects: [{ type: 'reading', id: 'new', round, reading: reading(20 * day) }] },
    1,
    { crop },
  )
  expect(store.crop('old')).toEqual(crop)
  store.expireCrops(31 * day)
  expect(store.crop('old')).toBeNull()
  expect(store.crop('new')).toEqual(crop)
})

test('what a camera showed for a record is found with it, and its picture let go by age', () => {
  const crop = new Uint8Array([0xff, 0xd8])
  const late = { level: 'alarm', kind: 'procedure', text: 'A late bet?', roundNumber: 7 } as const
  {
    using store = Store.open(folder, tableId, 1)
    const told = { kind: 'zone_motion', share: 0.2 }
    expect(store.recordSighting(late, { capturedAt: 1_000.4, told, crop }, 5)).toMatchObject({ ...late, at: 5 })
    store.record(noted, 6)
  }
  using store = Store.open(folder, tableId, 1)
  const [seen, plain] = store.records(10)
  expect(seen).toMatchObject({ ...late, pictureUrl: expect.stringMatching(/^\/evidence\/[0-9a-f-]{36}\.jpg$/) })
  expect(plain).not.toHaveProperty('pictureUrl')
  const id = seen?.pictureUrl?.slice('/evidence/'.length, -'.jpg'.length) ?? ''
  expect(store.crop(id)).toEqual(crop)
  store.expireCrops(31 * 24 * 3_600_000)
  expect(store.crop(id)).toBeNull()
  expect(store.records(10)[0]?.pictureUrl).toBe(seen?.pictureUrl)
})
