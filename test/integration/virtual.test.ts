/** The virtual studio as its own process: what a camera's client, a wheel's driver and its API's callers get. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Decoder, Demuxer } from 'node-av'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type WheelEvent, WheelSensor } from '../../native/sensors/index.ts'
import { type FaultName, virtualProgram, virtualStateSchema } from '../../native/virtual/index.ts'
import { until } from './until.ts'

const folder = mkdtempSync(join(tmpdir(), 'tablecast-virtual-'))
const terminal = join(folder, 'wheel')
const readySchema = z.object({ type: z.literal('ready'), ports: z.record(z.string(), z.number()), seed: z.number() })

let studio: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  studio = await start({ VIRTUAL_WHEEL_PTY: terminal, VIRTUAL_SEED: '42', VIRTUAL_SPEED: '5' })
})
afterAll(async () => {
  studio.child.kill('SIGTERM')
  await once(studio.child, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

async function start(env: Record<string, string>) {
  const ports = {
    VIRTUAL_API_PORT: '0',
    VIRTUAL_CAMERA_PORT: '0',
    VIRTUAL_WIDE_PORT: '0',
    VIRTUAL_CLOSE_PORT: '0',
    VIRTUAL_WHEEL_PORT: '0',
    LOG_LEVEL: 'silent',
  }
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(virtualProgram)], {
    env: { ...process.env, ...ports, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = await once(child, 'message')
  return { child, ...readySchema.parse(message) }
}

const api = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${studio.ports.api}${path}`, init)
const setFault = (name: FaultName | string, body: unknown) =>
  api(`/faults/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const clearFault = (name: FaultName) => api(`/faults/${name}`, { method: 'DELETE' })

/** Watches the camera: the pictures of a client that joins now, as planes of luma. */
async function* watch() {
  await using input = await Demuxer.open(`tcp://127.0.0.1:${studio.ports.camera}`, { format: 'mpegts' })
  const stream = input.video()
  if (!stream) throw new Error('the camera sends no picture')
  using decoder = await Decoder.create(stream)
  for await (const frame of decoder.frames(input.packets(stream.index))) {
    if (!frame) continue
    const { width, height, pts } = frame
    const luma = frame.toBuffer().subarray(0, width * height)
    frame.free()
    yield { width, height, pts, luma }
  }
}

async function pictures(count: number) {
  const taken: { width: number; height: number; pts: bigint; luma: Buffer }[] = []
  for await (const picture of watch()) if (taken.push(picture) === count) break
  return taken
}

test('anyone may join the camera at any time, and sees a moving 720p picture', async () => {
  const [early, late] = await Promise.all([pictures(40), pictures(10)])
  expect(early[0]).toMatchObject({ width: 1280, height: 720 })
  expect(late[0]).toMatchObject({ width: 1280, height: 720 })
  expect(early.every(({ pts }, index) => index === 0 || pts > (early[index - 1]?.pts ?? 0n))).toBe(true)
  expect(early.at(-1)?.luma.equals(early[0]?.luma ?? Buffer.alloc(0))).toBe(false)
})

test('a black camera sends black, and a picture again when the fault is cleared', async () => {
  await setFault('camera_black', { spins: null })
  const [black] = (await pictures(35)).slice(-1)
  expect(Math.max(...(black?.luma.subarray(0, 100_000) ?? [255]))).toBeLessThan(20)
  await clearFault('camera_black')
  const [back] = (await pictures(35)).slice(-1)
  expect(Math.max(...(back?.luma.subarray(0, 100_000) ?? [0]))).toBeGreaterThan(25)
})

test('a camera that is gone drops its clients, takes none, and comes back', async () => {
  const client = connect(studio.ports.camera ?? 0, '127.0.0.1').resume()
  await once(client, 'data')
  await setFault('camera_gone', { spins: null })
  await once(client, 'close')
  const refused = connect(studio.ports.camera ?? 0, '127.0.0.1').resume()
  await once(refused, 'close')
  expect(refused.bytesRead).toBe(0)
  await clearFault('camera_gone')
  await until(async () => (await pictures(1)).length === 1)
})

test.each([
  ['TCP', () => ({ kind: 'tcp', host: '127.0.0.1', port: studio.ports.wheel ?? 0 }) as const],
  ['a pseudo-terminal', () => ({ kind: 'serial', path: terminal, baud: 9600 }) as const],
])('a driver on %s hears a whole spin, with the number that is the truth', async (_, port) => {
  await until(() => existsSync(terminal))
  const events: WheelEvent[] = []
  await using _sensor = WheelSensor.open({ port: port() }, (event) => events.push(event))
  await until(() => events.some(({ type }) => type === 'winning_number'))
  const number = events.find((event) => event.type === 'winning_number')
  const spins = virtualStateSchema.parse(await (await api('/state')).json()).spins
  expect(spins[0]?.pocket).toBe(number?.pocket)
})

test('the API tells state, spins and health, and refuses what makes no sense', async () => {
  expect(virtualStateSchema.parse(await (await api('/state')).json())).toMatchObject({ seed: 42, speed: 5 })
  expect((await setFault('mis_spin', { spins: 2 })).status).toBe(200)
  const { faults } = virtualStateSchema.parse(await (await api('/state')).json())
  expect(faults).toContainEqual({ name: 'mis_spin', spinsLeft: 2 })
  expect((await clearFault('mis_spin')).status).toBe(200)
  for (const [name, body] of [
    ['mis_spin', { spins: 0 }],
    ['mis_spin', {}],
    ['earthquake', { spins: 1 }],
  ] as const) {
    const answer = await setFault(name, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'INVALID' })
  }
  expect((await api('/spins?limit=1001')).status).toBe(400)
  expect((await api('/nothing')).status).toBe(404)
  for (const path of ['/healthz', '/readyz']) expect((await api(path)).status).toBe(200)
  expect(await (await api('/metrics')).text()).toMatch(/^virtual_frames_total\{camera="wheel"\} \d+$/m)
})

test('it refuses settings that make no sense', async () => {
  const child = spawn(process.execPath, [fileURLToPath(virtualProgram)], {
    env: { ...process.env, VIRTUAL_SPEED: '9' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said] = await once(child.stderr, 'data')
  expect(String(said)).toContain('VIRTUAL_SPEED')
  expect((await once(child, 'exit'))[0]).toBe(2)
})

test('killed, it leaves no process behind at its terminal', async () => {
  const link = join(folder, 'killed')
  const { child } = await start({ VIRTUAL_WHEEL_PTY: link })
  await until(() => existsSync(link))
  child.kill('SIGKILL')
  await until(() => !execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(`link=${link}`))
})
