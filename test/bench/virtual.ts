/** What a picture of the virtual camera costs until its planes lie ready for the encoder, beside drawing all of it anew. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createCanvas } from '@napi-rs/canvas'
import { AV_PIX_FMT_RGBA, AV_PIX_FMT_YUV420P, Frame, SoftwareScaleContext, SWS_BILINEAR } from 'node-av'
import { drawBowl, drawRotor, drawRotorLight, picture, rotorHalf } from '../../native/art/index.ts'
import { CameraPicture } from '../../native/virtual/camera-picture.ts'
import { cameraViews, drawTable } from '../../native/virtual/camera-view.ts'
import { sightOf } from '../../native/virtual/sight.ts'
import { World } from '../../native/virtual/world.ts'
import type { Figure } from './run.ts'

/** Both take turns, so that a machine that is slower for a while is so for both. */
const turns = 12
const framesOfTurn = 20
const framesPerSecond = 30
const frameMsMax = 8

/** Processor time and not the clock's, as the machine may be busy with other things, ms. */
async function cost(draw: (frame: number) => void): Promise<number> {
  let spent = 0
  for (let frame = 0; frame < framesOfTurn; frame++) {
    const before = process.cpuUsage()
    draw(frame)
    const { user, system } = process.cpuUsage(before)
    spent += (user + system) / 1000
    // As in real life, where memory of pictures past is given back between two.
    await nextTurn()
  }
  return spent / framesOfTurn
}

/** The whole canvas drawn, read out and converted for every picture. */
function naive(): (frame: number) => void {
  const { width, height, centreX, centreY } = picture
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d', { alpha: false })
  const table = createCanvas(width, height)
  const still = table.getContext('2d')
  drawTable(still, cameraViews.wheel)
  still.translate(centreX, centreY)
  drawBowl(still)
  const [rotor, light] = [drawRotor(1), drawRotorLight(1)]
  const [rgba, yuv] = [AV_PIX_FMT_RGBA, AV_PIX_FMT_YUV420P].map((format) => {
    const frame = new Frame()
    frame.alloc()
    Object.assign(frame, { width, height, format })
    frame.getBuffer()
    return frame
  }) as [Frame, Frame]
  const scaler = new SoftwareScaleContext()
  scaler.getContext(width, height, AV_PIX_FMT_RGBA, width, height, AV_PIX_FMT_YUV420P, SWS_BILINEAR)
  return (frame) => {
    context.resetTransform()
    context.drawImage(table, 0, 0)
    context.translate(centreX, centreY)
    context.save()
    context.rotate(frame / 10)
    context.drawImage(rotor, -rotorHalf, -rotorHalf)
    context.restore()
    context.drawImage(light, -rotorHalf, -rotorHalf)
    rgba.fromBuffer(canvas.data())
    scaler.scaleFrameSync(yuv, rgba)
  }
}

export async function* bench(): AsyncGenerator<Figure> {
  const world = new World({ seed: 1, utc: (time) => time })
  using camera = new CameraPicture(cameraViews.wheel)
  const drawAll = naive()
  // From the launch on: with the ball in the track, then in the pockets.
  let time = 12
  const drawMoving = () => {
    time += 1 / framesPerSecond
    world.advance(time)
    camera.draw(sightOf(world, 1))
  }
  let [value, peer] = [0, 0]
  for (let turn = 0; turn <= turns; turn++) {
    const [ours, theirs] = [await cost(drawMoving), await cost(drawAll)]
    // The first turn warms up.
    if (turn > 0) [value, peer] = [value + ours / turns, peer + theirs / turns]
  }
  yield {
    ...{ bench: 'virtual', name: 'picture of the virtual camera', value, unit: 'ms' },
    ...{ peer: 'whole canvas drawn, read and converted', peer_value: peer, ratio: value / peer },
    goal: `<= ${frameMsMax} ms and less than the peer`,
    ok: value <= frameMsMax && value < peer,
  }
}
