/** A picture: rows of RGB24 without padding, `data.length === width * height * 3`. */
export interface RgbFrame {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
  /** When it was captured: UTC, ms. */
  readonly capturedAt: number
}

/** In px of a frame, or in parts of its width (both axes), as told where it is used; a pixel's middle lies at a half. */
export type Point = readonly [x: number, y: number]

/** Four corners, clockwise in the picture. */
export type Quad = readonly [Point, Point, Point, Point]
