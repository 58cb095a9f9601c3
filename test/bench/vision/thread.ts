/**
 * How long the thread that mixes is held while an eye looks at a wheel 15 times a second and another at six cards 5 times:
 * as the media process has it, in a thread of its own, and beside it the same looks made on the mixing thread.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { AV_PIX_FMT_RGB24, Frame, Rational } from 'node-av'
import { pino } from 'pino'
import { eyeSettingsSchema } from '../../../native/media/index.ts'
import { VisionDesk } from '../../../native/media/vision/index.ts'
import { modelsFolder } from '../../../native/media/vision/models-folder.ts'
import { virtualWheelCalibration } from '../../../native/virtual/index.ts'
import { CardEye, type RgbFrame, VisionModels, WheelEye } from '../../../native/vision/index.ts'
import { tableOfSixCards } from '../../vision/drawn-cards.ts'
import { wheelPictures } from '../../vision/wheel-pictures.ts'
import type { Figure } from '../run.ts'

const seconds = 10
const cameraFps = 30
const wheelFps = 15
const cardsFps = 5
const msMax = 10
const nanosecondsOfMs = 1e6
const wholeTable = {
  ...{ id: 'table', name: 'Table' },
  quad: [
    [0, 0],
    [1, 0],
    [1, 0.5625],
    [0, 0.5625],
  ],
}

export async function* bench(): AsyncGenerator<Figure> {
  const pictures = { wheels: await wheelPictures(2), cards: [tableOfSixCards(), tableOfSixCards(20)] }
  const value = await heldBeside(pictures)
  const peer = await heldWithin(pictures)
  yield {
    ...{ bench: 'vision/thread', name: 'longest hold of the mixing thread, 99 % of times', value, unit: 'ms' },
    ...{ peer: 'the same looks on that thread', peer_value: peer, ratio: value / peer },
    ...{ goal: `<= ${msMax} ms`, ok: value <= msMax },
  }
}

/** In turns: a picture that stands still is not read again. */
type Pictures = Readonly<Record<'wheels' | 'cards', readonly RgbFrame[]>>

/** Calls at a camera's pace, and measures how late timers come, ms. */
async function held(at: (picture: number) => void): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  for (let picture = 0; picture < seconds * cameraFps; picture++) {
    // Models load with the first look.
    if (picture === cameraFps) delay.enable()
    at(picture)
    await wait(1000 / cameraFps)
  }
  delay.disable()
  return delay.percentile(99) / nanosecondsOfMs
}

async function heldBeside({ wheels, cards }: Pictures): Promise<number> {
  await using opened = new AsyncDisposableStack()
  const desk = opened.use(new VisionDesk(() => {}, pino({ level: 'silent' })))
  await desk.apply([
    eyeSettingsSchema.parse({ source: 'wheel', reads: { kind: 'wheel', calibration: virtualWheelCalibration } }),
    eyeSettingsSchema.parse({ source: 'cards', reads: { kind: 'cards', zones: [wholeTable] } }),
  ])
  const frames = { wheel: framesOf(opened, wheels), cards: framesOf(opened, cards) }
  return await held((picture) => {
    const capturedAt = performance.now()
    for (const source of ['wheel', 'cards'] as const) {
      const frame = frames[source][(picture / 6) & 1]
      if (frame) desk.offer(source, { frame, capturedAt })
    }
  })
}

function framesOf(opened: AsyncDisposableStack, pictures: readonly RgbFrame[]): Frame[] {
  return pictures.map(({ width, height, data }) => {
    const shape = { width, height, format: AV_PIX_FMT_RGB24, timeBase: new Rational(1, cameraFps) } as const
    return opened.use(Frame.fromVideoBuffer(Buffer.from(data.buffer, data.byteOffset, data.byteLength), shape))
  })
}

async function heldWithin({ wheels, cards }: Pictures): Promise<number> {
  await using models = await VisionModels.open({ folder: modelsFolder, providers: ['cpu'] })
  const [cardEye, wheelEye] = [new CardEye(models), new WheelEye(models)]
  let looks: Promise<unknown> = Promise.resolve()
  const longest = await held((picture) => {
    const [wheel, table] = [wheels[(picture / 6) & 1], cards[(picture / 6) & 1]]
    if (wheel && picture % (cameraFps / wheelFps) === 0)
      looks = looks.then(() => wheelEye.look(wheel, virtualWheelCalibration))
    if (table && picture % (cameraFps / cardsFps) === 0) looks = looks.then(() => cardEye.look(table))
  })
  await looks
  return longest
}
