import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChildSpec } from '../native/process/index.ts'
import { virtualProgram, virtualWheelCalibration } from '../native/virtual/index.ts'
import type { House } from './house.ts'
import type { TableConfiguration } from './studio/api/index.ts'

const local = (port: number) => `http://127.0.0.1:${port}`

/** Writes the configuration of the virtual table of this house, in which a world second lasts `1 / speed` s. */
export function writeVirtualTable(house: House, speed: number): string {
  const worldMs = (ms: number, atLeast: number) => Math.max(atLeast, Math.round(ms / speed))
  const configuration: TableConfiguration = {
    tableId: 'roulette-1' as TableConfiguration['tableId'],
    name: 'Roulette 1',
    source: {
      id: 'virtual-wheel',
      name: 'Wheel camera',
      url: `tcp://127.0.0.1:${house.ports.camera}`,
      format: 'mpegts',
    },
    wheel: virtualWheelCalibration,
    sensor: { kind: 'tcp', host: '127.0.0.1', port: house.ports.wheel },
    program: { width: 1280, height: 720, fps: 30, bitrate: 2_500_000 },
    round: {
      windowMs: worldMs(12_000, 500),
      lastBetsMs: worldMs(4_000, 0),
      witnessWaitMs: worldMs(5_000, 1_000),
      spinMsMax: worldMs(75_000, 1_000),
      confidenceMin: 0.9,
    },
    backend: {
      gateway: local(house.ports.gateway),
      game: local(house.ports.game),
      sfu: local(house.ports.sfu),
      wallet: local(house.ports.wallet),
    },
    simulator: local(house.ports.virtual),
  }
  const file = join(house.home, 'virtual-table.json')
  writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`)
  return file
}

export function virtualSpec(house: House, speed: number, seed: number | undefined): ChildSpec {
  return {
    name: 'virtual studio',
    command: process.execPath,
    args: [fileURLToPath(virtualProgram)],
    env: {
      VIRTUAL_API_PORT: String(house.ports.virtual),
      VIRTUAL_CAMERA_PORT: String(house.ports.camera),
      VIRTUAL_WHEEL_PORT: String(house.ports.wheel),
      VIRTUAL_WHEEL_PTY: join(house.home, 'virtual-wheel'),
      VIRTUAL_SPEED: String(speed),
      ...(seed !== undefined && { VIRTUAL_SEED: String(seed) }),
    },
    ipc: true,
    ready: 'message',
    log: join(house.home, 'logs', 'virtual-studio.log'),
  }
}
