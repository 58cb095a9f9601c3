import { resolve } from 'node:path'
import {
  type FaultName,
  type SimulationOptions,
  simulateTable,
  type VirtualSpin,
  virtualWheelCalibration,
} from '../../native/virtual/index.ts'
import { VisionModels, WheelEye, WheelReader, type WheelReading } from '../../native/vision/index.ts'
import { CameraEye } from './camera-eye.ts'
import { Disturbance, type DisturbanceName } from './disturbance.ts'

const modelsFolder = resolve(import.meta.dirname, '../../assets/models')
/** From here on a reading counts as a witness's word. */
const confidenceMin = 0.9

export interface SpinsSeen {
  readonly spins: number
  /** The camera named the pocket, and no other. */
  readonly right: number
  /** The camera named nothing. */
  readonly silent: number
  /** Spins of which the camera said a wrong pocket, with confidence: must be 0. */
  readonly wrong: readonly { readonly spin: VirtualSpin; readonly said: readonly number[] }[]
  /** Frames with a confident ball at rest, by the fault that was in play (`none` without). */
  readonly restingFrames: Readonly<Partial<Record<FaultName | 'none', number>>>
  readonly frames: number
  /** Mean cost of a reading, ms. */
  readonly readMs: number
}

/** Every spin of a simulated table through a reader, compared with the truth. */
export async function readSpins(
  options: SimulationOptions & {
    /** bit/s of a 30-fps line that the picture goes through; null for none. */
    readonly bitrate: number | null
    /** What spoils the picture of a spin, by its number. */
    readonly disturbances?: (spin: number) => readonly DisturbanceName[]
  },
): Promise<SpinsSeen> {
  const { bitrate, framesPerSecond, disturbances = () => [] } = options
  const disturbance = new Disturbance(options.seed)
  const line = bitrate === null ? null : { bitrate: Math.round((bitrate * framesPerSecond) / 30), framesPerSecond }
  using eye = await CameraEye.open(line)
  await using models = await VisionModels.open({ folder: modelsFolder })
  const reader = new WheelReader(new WheelEye(models), virtualWheelCalibration)
  const said = new Map<number, Set<number>>()
  const restingFrames: Partial<Record<FaultName | 'none', number>> = {}
  let truth: VirtualSpin[] = []
  let frames = 0
  let readMs = 0
  for await (const moment of simulateTable(options)) {
    const frame = eye.see(disturbance.apply(moment.picture, disturbances(moment.spin), moment.at), moment.at)
    const startedAt = performance.now()
    const reading = await reader.read(frame)
    readMs += performance.now() - startedAt
    frames++
    truth = moment.truth(1000)
    if (reading.kind !== 'resting' || reading.confidence < confidenceMin) continue
    const fault = options.faults?.(moment.spin)[0] ?? 'none'
    restingFrames[fault] = (restingFrames[fault] ?? 0) + 1
    note(said, reading, moment.spin, moment.spinStartedAt)
  }
  const words = truth.map((spin) => ({ spin, said: [...(said.get(spin.index) ?? [])] }))
  return {
    spins: truth.length,
    right: words.filter(({ spin, said }) => said.length === 1 && said[0] === spin.pocket).length,
    silent: words.filter(({ said }) => said.length === 0).length,
    wrong: words.filter(({ spin, said }) => said.some((pocket) => pocket !== spin.pocket)),
    restingFrames,
    frames,
    readMs: readMs / frames,
  }
}

/** A ball that was not seen to roll in this spin lies there from the one before. */
function note(said: Map<number, Set<number>>, reading: WheelReading, spin: number, spinStartedAt: number): void {
  const of = reading.rolledAt !== null && reading.rolledAt >= spinStartedAt ? spin : spin - 1
  const pockets = said.get(of) ?? new Set()
  if (reading.pocket !== undefined) pockets.add(reading.pocket)
  said.set(of, pockets)
}
