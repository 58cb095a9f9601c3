/**
 * What vision costs on one core: each model's run, and whole looks at a table with six cards and at a wheel, in pictures of
 * 1280 × 720. The peer takes turns with them: a picture of that size encoded by x264, as a program's is.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AV_PIX_FMT_RGB24, AV_PIX_FMT_YUV420P, Frame, Rational } from 'node-av'
import { openEncoder } from '../../../native/media/encode/index.ts'
import { PictureScaler } from '../../../native/media/frame/index.ts'
import { modelsFolder } from '../../../native/media/vision/models-folder.ts'
import { virtualWheelCalibration } from '../../../native/virtual/index.ts'
import { CardEye, type Model, type RgbFrame, VisionModels, WheelEye } from '../../../native/vision/index.ts'
import { tableOfSixCards } from '../../vision/drawn-cards.ts'
import { wheelPictures } from '../../vision/wheel-pictures.ts'
import { quantile } from '../media/stage.ts'
import type { Figure } from '../run.ts'

const warmUps = 5
const turns = 100
const wheelsShown = 40

interface Contest {
  readonly name: string
  readonly msMax: number
  look(turn: number): Promise<unknown>
}

export async function* bench(): AsyncGenerator<Figure> {
  await using opened = new AsyncDisposableStack()
  const models = opened.use(await VisionModels.open({ folder: modelsFolder, providers: ['cpu'] }))
  const [cards, wheels] = [tableOfSixCards(), await wheelPictures(wheelsShown)]
  const encode = await encoderOf(opened, cards)
  const [cardEye, wheelEye] = [new CardEye(models), new WheelEye(models)]
  const found = await cardEye.look(cards)
  const wheel = (turn: number) => wheels[turn % wheels.length] ?? cards
  const contests: readonly Contest[] = [
    { name: 'card-finder, one run', msMax: 7, look: runOf(models.cardFinder, [1, 360, 640, 3]) },
    { name: 'card-reader, one run for six cards', msMax: 9, look: runOf(models.cardReader, [6, 160, 112, 3]) },
    { name: 'wheel-reader, one run', msMax: 5, look: runOf(models.wheelReader, [1, 48, 592, 3]) },
    { name: `whole look at six cards (${found.length} read)`, msMax: 20, look: () => cardEye.look(cards) },
    { name: 'whole look at a wheel', msMax: 10, look: (turn) => wheelEye.look(wheel(turn), virtualWheelCalibration) },
  ]
  for (const contest of contests) yield* compare(contest, encode)
}

/** A model's run on what has its shape and is not flat. */
function runOf(model: Model, shape: readonly number[]): Contest['look'] {
  const size = shape.reduce((product, length) => product * length, 1)
  const data = Uint8Array.from({ length: size }, (_, at) => (at * 7919) >> 5)
  return async () => await model.run({ data, shape })
}

/** Encodes the picture again and again. */
async function encoderOf(
  opened: AsyncDisposableStack,
  { width, height, data }: RgbFrame,
): Promise<() => Promise<unknown>> {
  const encoder = opened.use(await openEncoder('libx264', { width, height, fps: 30, bitrate: 2_500_000 }))
  const scaler = opened.use(new PictureScaler(width, height, AV_PIX_FMT_YUV420P))
  using rgb = Frame.fromVideoBuffer(Buffer.from(data.buffer), {
    ...{ width, height, format: AV_PIX_FMT_RGB24 },
    timeBase: new Rational(1, 30),
  })
  const frame = opened.use(await scaler.scale(rgb))
  return async () => await encoder.encode(frame, false)
}

async function* compare({ name, msMax, look }: Contest, encode: () => Promise<unknown>): AsyncGenerator<Figure> {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let turn = -warmUps; turn < turns; turn++) {
    const took = [await spent(() => look(Math.max(0, turn))), await spent(encode)] as const
    if (turn >= 0) for (const [i, times] of [ours, theirs].entries()) times.push(took[i as 0 | 1])
    // As in real life, where memory of pictures past is given back between two.
    await nextTurn()
  }
  for (const part of [0.5, 0.95]) {
    const [value, peer] = [quantile(ours, part), quantile(theirs, part)]
    yield {
      ...{ bench: 'vision/looks', name: `${name}, ${part * 100} % of times`, value, unit: 'ms' },
      ...{ peer: 'x264 encodes a picture of 1280 × 720', peer_value: peer, ratio: value / peer },
      ...{ goal: `<= ${msMax} ms`, ok: value <= msMax },
    }
  }
}

/** Processor time and not the clock's, as the machine may be busy with other things, ms. */
async function spent(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
