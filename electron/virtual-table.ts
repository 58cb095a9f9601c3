import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChildSpec } from '../native/process/index.ts'
import { virtualProgram, virtualWheelCalibration } from '../native/virtual/index.ts'
import type { House } from './house.ts'
import { ConfigurationError, readTableConfiguration, type TableConfiguration } from './studio/api/index.ts'

const local = (port: number) => `http://127.0.0.1:${port}`
const read = (file: string) => readTableConfiguration(file, (path) => readFileSync(path, 'utf8'))

/**
 * Writes the configuration of the virtual table of this house, in which a world second lasts `1 / speed` s. What a person
 * changed about its picture in the control room stays.
 */
export function writeVirtualTable(house: House, speed: number): string {
  const worldMs = (ms: number, atLeast: number) => Math.max(atLeast, Math.round(ms / speed))
  const file = join(house.home, 'virtual-table.json')
  const backend = {
    gateway: local(house.ports.gateway),
    game: local(house.ports.game),
    sfu: local(house.ports.sfu),
    wallet: local(house.ports.wallet),
  }
  const example = read(resolve(import.meta.dirname, '../assets/tables/roulette.json'))
  const configuration: TableConfiguration = {
    tableId: example.tableId,
    name: example.name,
    picture: keptPicture(file, house) ?? virtualPicture(example.picture, house),
    director: example.director,
    sensor: { kind: 'tcp', host: '127.0.0.1', port: house.ports.wheel },
    round: {
      windowMs: worldMs(12_000, 500),
      lastBetsMs: worldMs(4_000, 0),
      // However fast the world goes, its pictures take this machine's time.
      witnessWaitMs: worldMs(5_000, 3_000),
      spinMsMax: worldMs(75_000, 1_000),
      confidenceMin: 0.9,
    },
    backend,
    simulator: local(house.ports.virtual),
  }
  writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`)
  return file
}

/** The example's picture, its three cameras taken from the virtual studio. */
function virtualPicture(example: TableConfiguration['picture'], { ports }: House): TableConfiguration['picture'] {
  const camera = (port: number) => ({ kind: 'tcp' as const, host: '127.0.0.1', port })
  const source = { fps: 30, sound: false, watch: {} }
  return {
    ...example,
    sources: [
      { ...source, id: 'wheel', name: 'Wheel camera', address: camera(ports.camera), backup: 'wide' },
      { ...source, fps: 15, id: 'wide', name: 'Wide camera', address: camera(ports.wideCamera), sound: true },
      { ...source, fps: 15, id: 'close', name: 'Close camera', address: camera(ports.closeCamera), backup: 'wheel' },
    ],
    vision: [{ source: 'wheel', fps: 15, reads: { kind: 'wheel', calibration: virtualWheelCalibration }, watches: [] }],
    // About 1 GB: it is to try recording, and not to fill a person's disk.
    record: { feeds: ['program'], segmentMs: 60_000, retentionHours: 1 },
  }
}

/** The picture as it was left in `file`; null when there is none, or one of a house with other ports. */
function keptPicture(file: string, { ports }: House): TableConfiguration['picture'] | null {
  try {
    const { simulator, picture } = read(file)
    return simulator === local(ports.virtual) ? picture : null
  } catch (cause) {
    // The first start, or a file of an earlier version.
    if (cause instanceof ConfigurationError) return null
    throw cause
  }
}

export function virtualSpec(house: House, speed: number, seed: number | undefined): ChildSpec {
  return {
    name: 'virtual studio',
    command: process.execPath,
    args: [fileURLToPath(virtualProgram)],
    env: {
      VIRTUAL_API_PORT: String(house.ports.virtual),
      VIRTUAL_CAMERA_PORT: String(house.ports.camera),
      VIRTUAL_WIDE_PORT: String(house.ports.wideCamera),
      VIRTUAL_CLOSE_PORT: String(house.ports.closeCamera),
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
