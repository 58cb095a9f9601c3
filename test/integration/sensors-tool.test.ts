import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const command = (...args: string[]) => ['run', '-s', 'sensors', '--', ...args]

/** Runs the tool as a person does. */
function sensors(input: Uint8Array, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync('npm', command(...args), { input, encoding: 'utf8' })
  const told = () =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  return { status, stdout, stderr, told, counts: () => JSON.parse(stderr.trim().split('\n').at(-1) ?? '') }
}

test('slingshot: each status, bare number and reply in its order, as text; the refused by reason', () => {
  const lines = [
    '*X;4;14*X;*X;4;146; 9;0;158;0',
    '*X;4;146; 9;0;158;0',
    ' 9',
    '*F 0',
    '37',
    'x'.repeat(99),
    '*V \xff',
    '*X',
  ]
  const { status, told, counts } = sensors(Buffer.from(lines.join('\r\n'), 'latin1'), 'decode', 'slingshot')
  expect(status).toBe(0)
  expect(told()).toEqual([
    {
      type: 'status',
      raw: '*X;4;146; 9;0;158;0',
      status: { state: 'no_more_bets', spin: 146, number: 9, warnings: [], rotorRpm: 15.8, direction: 'clockwise' },
    },
    { type: 'number', raw: ' 9', number: 9 },
    { type: 'reply', raw: '*F 0' },
  ])
  const refused = { bad_status: 1, bad_number: 1, overlong: 1, not_text: 1, unfinished: 1 }
  expect(counts()).toEqual({ accepted: 3, refused })
})

test('angel-eye: messages as lower-case hex, without their repeats', () => {
  const [card, cut] = ['05314481b8033446', '053343033733']
  const { status, told, counts } = sensors(Buffer.from(`${card}${card}ff05${cut}0531`, 'hex'), 'decode', 'angel-eye')
  expect(status).toBe(0)
  expect(told()).toEqual([
    { type: 'card', raw: card, seq: 0x31, target: 'player', index: 1, suit: 'spades', rank: 8 },
    { type: 'cut_card', raw: cut, seq: 0x33 },
  ])
  expect(counts()).toEqual({ accepted: 2, refused: { repeat: 1, stray_bytes: 1, truncated: 2 } })
})

test('barcode: cards', () => {
  const { status, told, counts } = sensors(Buffer.from('1010\r2130\n5010\r\n'), 'decode', 'barcode')
  expect(status).toBe(0)
  expect(told()).toEqual([
    { type: 'card', raw: '1010', suit: 'spades', rank: 1 },
    { type: 'card', raw: '2130', suit: 'hearts', rank: 13 },
  ])
  expect(counts()).toEqual({ accepted: 2, refused: { unknown_suit: 1 } })
})

test('what is heard is told at once; a reader that goes early is no error', async () => {
  const tool = spawn('npm', command('decode', 'barcode'), { stdio: 'pipe' })
  tool.stdin.on('error', () => {})
  const complaint = text(tool.stderr)
  const ended = once(tool, 'exit')
  tool.stdin.write('1010\r\n')
  const [first] = await once(tool.stdout, 'data')
  expect(JSON.parse(String(first))).toMatchObject({ raw: '1010' })
  tool.stdout.destroy()
  tool.stdin.end('1020\r\n'.repeat(100_000))
  expect(await ended).toEqual([0, null])
  expect(await complaint).toMatch(/^\{"accepted":\d+,"refused":\{\}\}\n$/)
})

test.each([[[]], [['decode', 'morse']], [['decode', 'barcode', 'file']]])(
  'asked with %j it says how to ask',
  (args) => {
    const { status, stdout, stderr } = sensors(Buffer.alloc(0), ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    for (const codec of ['slingshot', 'angel-eye', 'barcode']) expect(stderr).toContain(codec)
  },
)
