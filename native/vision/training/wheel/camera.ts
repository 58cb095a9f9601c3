/** A camera that looks at a wheel from above or a little aside: a pinhole, so circles become ellipses whose middles drift. */

/** px of a picture, or radii of the printed numbers in the wheel's plane. */
export interface Point {
  readonly x: number
  readonly y: number
}
/** As a calibration file tells it: px, angle of the rx axis in degrees clockwise in the picture. */
export interface Ellipse {
  readonly cx: number
  readonly cy: number
  readonly rx: number
  readonly ry: number
  readonly angle: number
}

type Row = readonly [number, number, number]

export interface CameraPlace {
  /** Where the wheel's middle is seen, px. */
  readonly middle: Point
  /** Size of the printed numbers' radius where it is seen straight, px. */
  readonly radiusPx: number
  /** Off the wheel's axis, rad, and in which direction of the picture, rad. */
  readonly tilt: number
  readonly towards: number
  /** From the wheel's middle, in its radii. */
  readonly distance: number
}

export class WheelCamera {
  readonly #place: CameraPlace
  readonly #sin: number
  readonly #cos: number
  readonly #axis: Point

  constructor(place: CameraPlace) {
    this.#place = place
    this.#sin = Math.sin(place.tilt)
    this.#cos = Math.cos(place.tilt)
    this.#axis = { x: Math.cos(place.towards), y: Math.sin(place.towards) }
  }

  /** Off the wheel's axis, rad. */
  get tilt(): number {
    return this.#place.tilt
  }

  /** Where a point of the wheel is seen. @param height over the plane of the printed numbers, in their radii */
  seen({ x, y }: Point, height = 0): Point {
    const { middle, radiusPx, distance } = this.#place
    const [along, aside] = [x * this.#axis.x + y * this.#axis.y, y * this.#axis.x - x * this.#axis.y]
    const depth = distance - along * this.#sin - height * this.#cos
    const scale = (radiusPx * distance) / depth
    const near = (along * this.#cos - height * this.#sin) * scale
    const beside = aside * scale
    return {
      x: middle.x + near * this.#axis.x - beside * this.#axis.y,
      y: middle.y + near * this.#axis.y + beside * this.#axis.x,
    }
  }

  /** Rows of the matrix that leads from a picture's point (x, y, 1) to the wheel's plane, up to a common divisor, the third. */
  toPlane(): readonly [Row, Row, Row] {
    const { middle, radiusPx, distance } = this.#place
    const { x: cos, y: sin } = this.#axis
    const row = (right: number, down: number): Row => [
      right / radiusPx,
      down / radiusPx,
      -(middle.x * right + middle.y * down) / radiusPx,
    ]
    const [near, beside] = [row(cos, sin), row(-sin * this.#cos, cos * this.#cos)]
    const mixed = (nearPart: number, besidePart: number, rest = 0): Row => [
      nearPart * near[0] + besidePart * beside[0],
      nearPart * near[1] + besidePart * beside[1],
      nearPart * near[2] + besidePart * beside[2] + rest,
    ]
    return [
      mixed(distance * cos, -distance * sin),
      mixed(distance * sin, distance * cos),
      mixed(this.#sin, 0, this.#cos * distance),
    ]
  }

  /** How a layer of this height lies over the plane: moved by this much, in radii, and grown. */
  lift(height: number): { readonly move: Point; readonly grow: number } {
    const away = (-height * this.#sin) / this.#cos
    return {
      move: { x: away * this.#axis.x, y: away * this.#axis.y },
      grow: 1 + height / this.#place.distance,
    }
  }

  /** The ellipse as which the circle of radius 1 is seen. */
  circle(): Ellipse {
    const { middle, radiusPx, distance, towards } = this.#place
    // Along the direction of the tilt the near and far ends bound it; the axis across follows from a third point.
    const ends = [1, -1].map((side) => this.seen({ x: side * this.#axis.x, y: side * this.#axis.y }))
    const [near, far] = ends as [Point, Point]
    const cx = (near.x + far.x) / 2
    const cy = (near.y + far.y) / 2
    const rx = Math.hypot(near.x - far.x, near.y - far.y) / 2
    // The circle's point whose image lies across from the ellipse's middle.
    const off = ((cx - middle.x) * this.#axis.x + (cy - middle.y) * this.#axis.y) / radiusPx
    const along = (off * distance) / (this.#cos * distance + off * this.#sin)
    const ry = (Math.sqrt(Math.max(0, 1 - along * along)) * radiusPx * distance) / (distance - along * this.#sin)
    return { cx, cy, rx, ry, angle: (towards * 180) / Math.PI }
  }
}

/** A picture's point in an ellipse's own measure: its parameter clockwise in rad, and its radius. */
export function polarOf({ cx, cy, rx, ry, angle }: Ellipse, { x, y }: Point): { angle: number; radius: number } {
  const turn = (angle * Math.PI) / 180
  const [right, down] = [x - cx, y - cy]
  const along = (right * Math.cos(turn) + down * Math.sin(turn)) / rx
  const aside = (down * Math.cos(turn) - right * Math.sin(turn)) / ry
  return { angle: Math.atan2(aside, along), radius: Math.hypot(along, aside) }
}
