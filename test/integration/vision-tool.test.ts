import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-tool-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the tool as a person does. */
function vision(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'vision', '--', ...args], { encoding: 'utf8' })
  const lines = stdout.split('\n').filter(Boolean)
  return { status, lines, told: () => lines.map((line) => JSON.parse(line)), stderr }
}

/** An empty table. */
function felt(width = 1280, height = 720) {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#1c5c38'
  context.fillRect(0, 0, width, height)
  return canvas
}
const jpeg = felt().toBuffer('image/jpeg')
const file = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('each picture has its line, in the order given; one that cannot be judged does not stop the others', () => {
  const pictures = join(folder, 'table')
  mkdirSync(pictures)
  file('table/b.png', felt().toBuffer('image/png'))
  file('table/a.jpg', jpeg)
  file('table/broken.jpg', jpeg.subarray(0, jpeg.length / 2))
  file('table/notes.txt', Buffer.from('no picture'))
  const tiny = file('tiny.png', felt(8, 8).toBuffer('image/png'))
  const missing = join(folder, 'missing.jpg')
  const { status, told } = vision('cards', '--images', missing, pictures, '--images', tiny, '--json')
  expect(told()).toEqual([
    { file: missing, error: { code: 'picture_missing', message: expect.stringContaining(missing) } },
    { file: join(pictures, 'a.jpg'), cards: [] },
    { file: join(pictures, 'b.png'), cards: [] },
    { file: join(pictures, 'broken.jpg'), error: { code: 'picture_damaged', message: expect.any(String) } },
    { file: tiny, error: { code: 'picture_too_small', message: expect.any(String) } },
  ])
  expect(status).toBe(1)
})

test('a wheel is judged where its calibration says it stands: one for all pictures, or one for each', () => {
  const [first, second] = [file('1.jpg', jpeg), file('2.jpg', jpeg)]
  const ellipse = { cx: 640, cy: 360, rx: 214, ry: 210, angle: 3 }
  const all = file('all.json', Buffer.from(JSON.stringify(ellipse)))
  const judged = vision('wheel', '--images', first, second, '--calibration', all, '--json')
  const noRead = { state: 'no_read', confidence: 0 }
  expect(judged.told()).toEqual([first, second].map((path) => ({ file: path, ...noRead })))
  expect(judged.status).toBe(0)

  const each = file('each.json', Buffer.from(JSON.stringify({ '1.jpg': ellipse, '3.jpg': { ...ellipse, rx: -1 } })))
  const third = file('3.jpg', jpeg)
  const some = vision('wheel', '--images', first, second, third, '--calibration', each, '--json')
  expect(some.told()).toEqual([
    { file: first, ...noRead },
    { file: second, error: { code: 'bad_calibration', message: expect.stringContaining('2.jpg') } },
    { file: third, error: { code: 'bad_calibration', message: expect.stringContaining('rx') } },
  ])
  expect(some.status).toBe(1)

  const bad = vision('wheel', '--images', first, '--calibration', file('bad.json', Buffer.from('{')), '--json')
  expect(bad).toMatchObject({ status: 1, lines: [], stderr: expect.stringContaining('bad_calibration') })
})

test('without --json it speaks to a person; asked for what it cannot do, it says how to ask', () => {
  expect(vision('cards', '--images', file('4.jpg', jpeg))).toMatchObject({
    status: 0,
    lines: [`${join(folder, '4.jpg')}: no card`],
  })
  expect(vision('wheel', '--images', 'a')).toMatchObject({
    status: 2,
    lines: [],
    stderr: expect.stringContaining('Use:'),
  })
})
