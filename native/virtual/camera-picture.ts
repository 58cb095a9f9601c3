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
import { drawBowl, drawRotor, drawRotorLight, picture, rotorHalf } from '../art/index.ts'
import { BallArt } from './ball-art.ts'
import type { BallPosition } from './ball-path.ts'
import { type CameraView, drawTable } from './camera-view.ts'
import { drawDolly, fieldOf } from './layout-art.ts'
import type { Sight } from './sight.ts'

const { width, height } = picture
/** Bytes of a picture: planes Y, U and V, chroma halved both ways. */
export const pictureBytes = (width * height * 3) / 2
/** Half the side of what is drawn anew around a ball outside the rotor's square, px of the wheel's own camera. */
const ballHalf = 64
/** The dolly's radius in parts of a field's height, and half the side of what is drawn anew around it. */
const dollyOfField = 0.34
const dollyHalfOfField = 0.7

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly wide: number
  readonly high: number
}

/**
 * A camera's picture as planar YUV 4:2:0, BT.709. Only what moves is drawn anew: a square for the rotor and small ones for
 * a ball outside it and for the dolly; the rest is copied from a still drawn once.
 */
export class CameraPicture implements Disposable {
  readonly #view: CameraView
  readonly #table: Canvas
  readonly #rotor: Canvas
  readonly #light: Canvas
  readonly #ballArt = new BallArt()
  readonly #rotorPatch: Patch
  readonly #ballPatch: Patch
  readonly #dollyPatch: Patch | null
  readonly #rotorAt: Rectangle
  readonly #still = Buffer.alloc(pictureBytes)
  readonly #picture = Buffer.alloc(pictureBytes)
  #ballAt: Rectangle | null = null
  #marked: number | null = null

  constructor(view: CameraView) {
    this.#view = view
    const { wheel, layout } = view
    this.#table = createCanvas(width, height)
    const context = this.#table.getContext('2d')
    drawTable(context, view)
    context.translate(wheel.x, wheel.y)
    context.scale(wheel.scale, wheel.scale)
    drawBowl(context)
    this.#rotor = drawRotor(wheel.scale)
    this.#light = drawRotorLight(wheel.scale)
    this.#rotorAt = around(wheel, Math.ceil(rotorHalf) * wheel.scale)
    this.#rotorPatch = new Patch(this.#rotorAt.wide, this.#rotorAt.high)
    const ballSide = evenUp(2 * ballHalf * wheel.scale)
    this.#ballPatch = new Patch(ballSide, ballSide)
    const dollySide = layout ? evenUp(2 * dollyHalfOfField * layout.height) : 0
    this.#dollyPatch = dollySide > 0 ? new Patch(dollySide, dollySide) : null
    using whole = new Patch(width, height)
    whole.context.drawImage(this.#table, 0, 0)
    whole.copyTo(this.#still, 0, 0)
    this.#still.copy(this.#picture)
  }

  /** @returns the planes Y, U and V of 1280 × 720, one after the other; the buffer is drawn over by the next call */
  draw(sight: Sight): Buffer {
    this.#mark(sight.marked)
    if (this.#ballAt) copyPlanes(this.#still, this.#picture, this.#ballAt)
    this.#ballAt = null
    this.#paint(this.#rotorPatch, this.#rotorAt, sight)
    const ball = sight.ball.at(-1)
    if (ball && reachesOut(ball)) {
      this.#ballAt = this.#aroundBall(ball)
      if (this.#ballAt) this.#paint(this.#ballPatch, this.#ballAt, sight)
    }
    return this.#picture
  }

  /** The dolly is put down once and stays: it is drawn when it comes and wiped away when it goes. */
  #mark(marked: number | null): void {
    const { layout } = this.#view
    if (!layout || !this.#dollyPatch || marked === this.#marked) return
    const half = dollyHalfOfField * layout.height
    if (this.#marked !== null) copyPlanes(this.#still, this.#picture, around(fieldOf(layout, this.#marked), half))
    this.#marked = marked
    if (marked === null) return
    const at = around(fieldOf(layout, marked), half)
    const { context } = this.#dollyPatch
    this.#layTable(this.#dollyPatch, at)
    const middle = fieldOf(layout, marked)
    context.translate(middle.x - at.x, middle.y - at.y)
    drawDolly(context, dollyOfField * layout.height)
    this.#dollyPatch.copyTo(this.#picture, at.x, at.y)
  }

  #layTable({ context }: Patch, { x, y, wide, high }: Rectangle): void {
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(this.#table, x, y, wide, high, 0, 0, wide, high)
  }

  #paint(patch: Patch, at: Rectangle, sight: Sight): void {
    const { context } = patch
    const { x, y, scale } = this.#view.wheel
    this.#layTable(patch, at)
    context.translate(x - at.x, y - at.y)
    context.scale(scale, scale)
    context.save()
    context.rotate(sight.rotorAngle)
    context.drawImage(this.#rotor, -rotorHalf, -rotorHalf, 2 * rotorHalf, 2 * rotorHalf)
    context.restore()
    context.drawImage(this.#light, -rotorHalf, -rotorHalf, 2 * rotorHalf, 2 * rotorHalf)
    this.#ballArt.draw(context, sight.ball)
    patch.copyTo(this.#picture, at.x, at.y)
  }

  /** Null when the ball lies outside the picture. */
  #aroundBall({ angle, radius }: BallPosition): Rectangle | null {
    const { x, y, scale } = this.#view.wheel
    const [ballX, ballY] = [x + Math.cos(angle) * radius * scale, y + Math.sin(angle) * radius * scale]
    const seen = ballX >= -ballHalf && ballX < width + ballHalf && ballY >= -ballHalf && ballY < height + ballHalf
    return seen ? around({ x: ballX, y: ballY }, ballHalf * scale, true) : null
  }

  [Symbol.dispose](): void {
    this.#rotorPatch[Symbol.dispose]()
    this.#ballPatch[Symbol.dispose]()
    this.#dollyPatch?.[Symbol.dispose]()
  }
}

/** Whether a ball, with shadow and blur, may lie outside the rotor's square. */
function reachesOut({ angle, radius, height: above }: BallPosition): boolean {
  const reach = Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))) * radius
  return reach + 12 + above > Math.ceil(rotorHalf)
}

const evenUp = (length: number) => 2 * Math.ceil(length / 2)

/**
 * A square around a point, on even pixels so that it falls on whole chroma samples. What lies outside the picture is cut
 * off, or, with `whole`, the square is moved inside.
 */
function around(middle: { x: number; y: number }, half: number, whole = false): Rectangle {
  const side = evenUp(2 * half)
  const span = (at: number, max: number) => {
    const from = 2 * Math.round((at - half) / 2)
    if (whole) return [Math.min(Math.max(from, 0), max - side), side] as const
    const start = Math.max(0, from)
    return [start, Math.min(max, from + side) - start] as const
  }
  const [[x, wide], [y, high]] = [span(middle.x, width), span(middle.y, height)]
  return { x, y, wide, high }
}

/** A part of the picture: painted by Skia, converted by FFmpeg. */
class Patch implements Disposable {
  readonly context: SKRSContext2D
  readonly #wide: number
  readonly #canvas: Canvas
  readonly #rgba = new Frame()
  readonly #yuv = new Frame()
  readonly #scaler = new SoftwareScaleContext()

  constructor(wide: number, high: number) {
    this.#wide = wide
    this.#canvas = createCanvas(wide, high)
    this.context = this.#canvas.getContext('2d', { alpha: false })
    this.context.imageSmoothingQuality = 'low'
    for (const [frame, format, space, range] of [
      [this.#rgba, AV_PIX_FMT_RGBA, AVCOL_SPC_RGB, AVCOL_RANGE_JPEG],
      [this.#yuv, AV_PIX_FMT_YUV420P, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG],
    ] as const) {
      frame.alloc()
      Object.assign(frame, { width: wide, height: high, format, colorSpace: space, colorRange: range })
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
      const wide = this.#wide >> shift
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

/** Copies a part of a picture to the same place in another. */
function copyPlanes(source: Buffer, target: Buffer, { x, y, wide, high }: Rectangle): void {
  for (const { offset, stride, shift } of planeLayout)
    for (let row = 0; row < high >> shift; row++) {
      const start = offset + ((y >> shift) + row) * stride + (x >> shift)
      source.copy(target, start, start, start + (wide >> shift))
    }
}
