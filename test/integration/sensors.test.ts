/** A wheel's sensor over real lines: TCP, and a pseudo-terminal pair in place of a serial cable. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SerialPort } from 'serialport'
import { afterAll, expect, test } from 'vitest'
import {
  encodeStatus,
  encodeWinningNumber,
  type SensorPort,
  SlingShotCommandDecoder,
  type WheelEvent,
  WheelSensor,
} from '../../native/sensors/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-sensors-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rest = { spin: 1, warnings: [], rotorRpm: 15, direction: 'clockwise' } as const
const showing = (state: 'place_bets' | 'ball_in_rim' | 'no_more_bets') => encodeStatus({ ...rest, state, number: 4 })
const wholeSpin = (pocket: number) =>
  showing('place_bets') +
  showing('ball_in_rim') +
  showing('no_more_bets') +
  encodeWinningNumber(pocket) +
  encodeStatus({ ...rest, state: 'winning_number', number: pocket })

/** Opens a sensor and lets a test wait for what it says. */
function listen(port: SensorPort, silenceMsMax?: number) {
  const events: WheelEvent[] = []
  const waiting = new Set<() => void>()
  const sensor = WheelSensor.open({ port, ...(silenceMsMax && { silenceMsMax }) }, (event) => {
    events.push(event)
    for (const look of waiting) look()
  })
  /** The first event from `from` on that is like this; times out with the test. */
  async function heard<Type extends WheelEvent['type']>(type: Type, like: object = {}, from = 0) {
    return await new Promise<Extract<WheelEvent, { type: Type }>>((resolve) => {
      const look = () => {
        for (const event of events.slice(from)) {
          if (event.type !== type || !Object.entries(like).every(([key, value]) => Reflect.get(event, key) === value))
            continue
          waiting.delete(look)
          resolve(event as Extract<WheelEvent, { type: Type }>)
        }
      }
      waiting.add(look)
      look()
    })
  }
  return { sensor, events, heard, [Symbol.asyncDispose]: () => sensor[Symbol.asyncDispose]() }
}

async function serve(port = 0): Promise<{ server: Server; port: number; wheel: () => Promise<Socket> }> {
  const server = createServer()
  const wheels: Socket[] = []
  server.on('connection', (wheel) => {
    wheel.on('error', () => {})
    wheels.push(wheel)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    server,
    port: address.port,
    wheel: async () => wheels.shift() ?? ((await once(server, 'connection'))[0] as Socket),
  }
}

test('over TCP: a spin, a wheel that goes in the middle of one, and comes back', async () => {
  const table = await serve()
  await using line = listen({ kind: 'tcp', host: '127.0.0.1', port: table.port })
  const wheel = await table.wheel()
  wheel.write(wholeSpin(17))
  expect(await line.heard('winning_number')).toMatchObject({ pocket: 17, raw: ['17', expect.stringContaining(';17;')] })

  wheel.write(showing('place_bets'))
  await line.heard('place_bets', {}, line.events.length)
  table.server.close()
  wheel.destroy()
  expect(await line.heard('spin_lost')).toMatchObject({ why: 'interrupted' })
  await line.heard('port', { state: 'lost' })
  const refused = await line.heard('port', { state: 'lost', attempt: 1 }, line.events.length)
  expect(refused.reason).toContain('ECONNREFUSED')
  expect(line.sensor.command({ type: 'status' })).toBe(false)

  const again = await serve(table.port)
  const back = await again.wheel()
  back.write(wholeSpin(9))
  await line.heard('winning_number', { pocket: 9 })
  again.server.close()
  back.destroy()
})

test('commands reach the wheel', async () => {
  const table = await serve()
  await using line = listen({ kind: 'tcp', host: '127.0.0.1', port: table.port })
  const wheel = await table.wheel()
  await line.heard('port', { state: 'open' })
  expect(line.sensor.command({ type: 'restart' })).toBe(true)
  const [bytes] = (await once(wheel, 'data')) as [Buffer]
  expect(new SlingShotCommandDecoder().push(bytes)).toEqual([{ type: 'restart' }])
  table.server.close()
  wheel.destroy()
})

test('silence is told once it is longer than its bound, and its end', async () => {
  const table = await serve()
  await using line = listen({ kind: 'tcp', host: '127.0.0.1', port: table.port }, 100)
  expect(await line.heard('silence')).toMatchObject({ silent: true, lastFrameAt: null })
  const wheel = await table.wheel()
  wheel.write(showing('place_bets'))
  const { lastFrameAt } = await line.heard('silence', { silent: false })
  wheel.write('no frame at all\r\n')
  expect(await line.heard('silence', { silent: true, lastFrameAt })).toBeDefined()
  expect(line.events.filter(({ type }) => type === 'silence')).toHaveLength(3)
  table.server.close()
  wheel.destroy()
})

test('after disposal nothing is heard and the line is closed', async () => {
  const table = await serve()
  const line = listen({ kind: 'tcp', host: '127.0.0.1', port: table.port })
  const wheel = await table.wheel()
  wheel.write(showing('place_bets'))
  await line.heard('place_bets')
  const closed = once(wheel, 'close')
  wheel.resume()
  await line.sensor[Symbol.asyncDispose]()
  const heardBefore = line.events.length
  await closed
  expect(line.events).toHaveLength(heardBefore)
  table.server.close()

  // Also while it is still trying.
  await using never = listen({ kind: 'tcp', host: '127.0.0.1', port: table.port })
  await never.heard('port', { state: 'lost' })
})

/** A cable between two pseudo-terminals. */
async function cable(): Promise<ChildProcess> {
  const ends = ['ours', 'wheel'].map((name) => `pty,rawer,link=${join(folder, name)}`)
  const socat = spawn('socat', ends, { stdio: 'inherit' })
  await once(socat, 'spawn')
  while (!existsSync(join(folder, 'ours')) || !existsSync(join(folder, 'wheel'))) await new Promise(setImmediate)
  return socat
}

async function pull(socat: ChildProcess): Promise<void> {
  const gone = once(socat, 'exit')
  socat.kill('SIGTERM')
  await gone
}

async function wheelEnd(): Promise<SerialPort> {
  const wheel = new SerialPort({ path: join(folder, 'wheel'), baudRate: 9600, autoOpen: false })
  await new Promise<void>((resolve, reject) => wheel.open((cause) => (cause ? reject(cause) : resolve())))
  wheel.on('error', () => {})
  return wheel
}

test('over a serial line: nobody there yet, a spin, a hang-up noticed, and back again', async () => {
  await using line = listen({ kind: 'serial', path: join(folder, 'ours'), baud: 9600 })
  expect((await line.heard('port', { state: 'lost' })).reason).toMatch(/No such file/)

  const first = await cable()
  await line.heard('port', { state: 'open' })
  const wheel = await wheelEnd()
  wheel.write(wholeSpin(32))
  await line.heard('winning_number', { pocket: 32 })
  wheel.write(showing('place_bets'))
  await line.heard('place_bets', {}, line.events.length)
  const before = line.events.length
  await pull(first)
  await line.heard('spin_lost', { why: 'interrupted' }, before)
  await line.heard('port', { state: 'lost' }, before)

  const second = await cable()
  await line.heard('port', { state: 'open' }, before)
  const back = await wheelEnd()
  back.write(wholeSpin(0))
  await line.heard('winning_number', { pocket: 0 })
  await pull(second)
})

test('over a serial line: byte by byte, after half a frame and a flood of noise, each whole spin is heard', async () => {
  const socat = await cable()
  await using line = listen({ kind: 'serial', path: join(folder, 'ours') })
  await line.heard('port', { state: 'open' })
  const wheel = await wheelEnd()
  const write = (bytes: Buffer | string) =>
    new Promise<void>((resolve) => wheel.write(bytes, () => wheel.drain(() => resolve())))

  for (const byte of Buffer.from(wholeSpin(17))) await write(Buffer.of(byte))
  await line.heard('winning_number', { pocket: 17 })

  const before = line.events.length
  await write(showing('place_bets').slice(0, 9))
  for (let block = 0; block < 64; block++) await write(Buffer.alloc(4_096, '*'))
  await write(`\r\n${wholeSpin(9)}`)
  await line.heard('winning_number', { pocket: 9 }, before)
  const noise = line.events.slice(before).filter(({ type }) => type === 'corrupt')
  expect(noise).toHaveLength(1)
  await pull(socat)
})
