import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import {
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_RGB,
  Frame,
  SoftwareScaleContext,
} from 'node-av'
import { drawBall } from './ball-art.ts'
import type { BallPosition } from './ball-path.ts'
import { drawBowl } from './bowl-art.ts'
import { drawRotor, drawRotorLight, rotorHalf } from './rotor-art.ts'
import type { Sight } from './sight.ts'
import { picture } from './wheel-geometry.ts'

const { width, height, centreX, centreY } = picture
/** Bytes of a picture: planes Y, U and V, chroma halved both ways. */
export const pictureBytes = (width * height * 3) / 2
/** Sides are even, so that patches fall on whole chroma samples. */
const rotorSide = Math.ceil(rotorHalf) * 2
const ballSide = 128

/**
 * The camera's picture as planar YUV 4:2:0, BT.709. Only what moves is drawn anew: a square for the rotor and a small one
 * for a ball outside it; the rest is copied from a still drawn once.
 */
export class CameraPicture implements Disposable {
  readonly #bowl: Canvas = drawBowl()
  readonly #rotor: Canvas = drawRotor()
  readonly #light: Canvas = drawRotorLight()
  readonly #rotorPatch = new Patch(rotorSide)
  readonly #ballPatch = new Patch(ballSide)
  readonly #still = Buffer.alloc(pictureBytes)
  readonly #picture = Buffer.alloc(pictureBytes)
  #ballAt: { x: number; y: number } | null = null

  constructor() {
    using whole = new Patch(width, height)
    whole.context.drawImage(this.#bowl, 0, 0)
    whole.copyTo(this.#still, 0, 0)
    this.#still.copy(this.#picture)
  }

  /** @returns the planes Y, U and V of 1280 × 720, one after the other; the buffer is drawn over by the next call */
  draw(sight: Sight): Buffer {
    if (this.#ballAt) copyPlanes(this.#still, this.#ballAt, this.#picture, this.#ballAt, ballSide, ballSide)
    this.#ballAt = null
    const rotorAt = { x: centreX - rotorSide / 2, y: centreY - rotorSide / 2 }
    this.#paint(this.#rotorPatch, rotorAt, sight)
    const ball = sight.ball.at(-1)
    if (ball && reachesOut(ball)) {
      this.#ballAt = around(ball)
      this.#paint(this.#ballPatch, this.#ballAt, sight)
    }
    return this.#picture
  }

  #paint(patch: Patch, { x, y }: { x: number; y: number }, sight: Sight): void {
    const { context, side } = patch
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(this.#bowl, x, y, side, side, 0, 0, side, side)
    context.translate(centreX - x, centreY - y)
    context.save()
    context.rotate(sight.rotorAngle)
    context.drawImage(this.#rotor, -rotorHalf, -rotorHalf, 2 * rotorHalf, 2 * rotorHalf)
    context.restore()
    context.drawImage(this.#light, -rotorHalf, -rotorHalf)
    drawBall(context, sight.ball)
    patch.copyTo(this.#picture, x, y)
  }

  [Symbol.dispose](): void {
    this.#rotorPatch[Symbol.dispose]()
    this.#ballPatch[Symbol.dispose]()
  }
}

/** Whether a ball, with shadow and blur, may lie outside the rotor's square. */
function reachesOut({ angle, radius, height: above }: BallPosition): boolean {
  const reach = Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))) * radius
  return reach + 12 + above > rotorSide / 2
}

function around({ angle, radius }: BallPosition): { x: number; y: number } {
  const even = (value: number, max: number) => 2 * Math.round(Math.min(Math.max(value, 0), max) / 2)
  return {
    x: even(centreX + Math.cos(angle) * radius - ballSide / 2, width - ballSide),
    y: even(centreY + Math.sin(angle) * radius - ballSide / 2, height - ballSide),
  }
}

/** A part of the picture: painted by Skia, converted by FFmpeg. */
class Patch implements Disposable {
  readonly context: SKRSContext2D
  readonly side: number
  readonly #canvas: Canvas
  readonly #rgba = new Frame()
  readonly #yuv = new Frame()
  readonly #scaler = new SoftwareScaleContext()

  constructor(side: number, high = side) {
    this.side = side
    this.#canvas = createCanvas(side, high)
    this.context = this.#canvas.getContext('2d', { alpha: false })
    this.context.imageSmoothingQuality = 'low'
    for (const [frame, format, space, range] of [
      [this.#rgba, AV_PIX_FMT_RGBA, AVCOL_SPC_RGB, AVCOL_RANGE_JPEG],
      [this.#yuv, AV_PIX_FMT_YUV420P, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG],
    ] as const) {
      frame.alloc()
      Object.assign(frame, { width: side, height: high, format, colorSpace: space, colorRange: range })
      frame.getBuffer()
    }
    this.#scaler.allocContext()
  }

  copyTo(target: Buffer, x: number, y: number): void {
    this.#rgba.fromBuffer(this.#canvas.data())
    this.#scaler.scaleFrameSync(this.#yuv, this.#rgba)
    const { data: planes, linesize: strides, height: high } = this.#yuv
    planeLayout.forEach(({ offset, stride, shift }, index) => {
      const [plane, from] = [planes?.[index], strides[index]]
      if (!plane || !from) return
      const wide = this.side >> shift
      for (let row = 0; row < high >> shift; row++)
        plane.copy(target, offset + ((y >> shift) + row) * stride + (x >> shift), row * from, row * from + wide)
    })
  }

  [Symbol.dispose](): void {
    this.#scaler[Symbol.dispose]()
    this.#rgba[Symbol.dispose]()
    this.#yuv[Symbol.dispose]()
  }
}

/** Where the planes of the picture lie in its buffer; chroma is halved (`shift` 1) both ways. */
const planeLayout = [
  { offset: 0, stride: width, shift: 0 },
  { offset: width * height, stride: width / 2, shift: 1 },
  { offset: (width * height * 5) / 4, stride: width / 2, shift: 1 },
] as const

function copyPlanes(
  source: Buffer,
  from: { x: number; y: number },
  target: Buffer,
  to: { x: number; y: number },
  wide: number,
  high: number,
): void {
  for (const { offset, stride, shift } of planeLayout)
    for (let row = 0; row < high >> shift; row++) {
      const start = offset + ((from.y >> shift) + row) * stride + (from.x >> shift)
      source.copy(target, offset + ((to.y >> shift) + row) * stride + (to.x >> shift), start, start + (wide >> shift))
    }
}
