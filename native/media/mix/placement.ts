import type { Box } from '../messages/index.ts'

/** A rectangle of a picture, px; all even, so that it falls on whole chroma samples. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const even = (length: number) => 2 * Math.round(length / 2)

export function placeOf(box: Box, width: number, height: number): Place {
  const [left, top] = [even(box.x * width), even(box.y * height)]
  return {
    x: Math.min(left, width - 2),
    y: Math.min(top, height - 2),
    width: Math.max(2, Math.min(width, even((box.x + box.width) * width)) - left),
    height: Math.max(2, Math.min(height, even((box.y + box.height) * height)) - top),
  }
}

/** The largest part of a place, in its middle, that has this aspect (width over height): nothing is cut off or stretched. */
export function fitted(place: Place, aspect: number): Place {
  const width = Math.max(2, Math.min(place.width, even(place.height * aspect)))
  const height = Math.max(2, Math.min(place.height, even(place.width / aspect)))
  // Within a sample of the whole place it is the whole: a thin black line at an edge would only look broken.
  if (place.width - width <= 2 && place.height - height <= 2) return place
  return {
    x: place.x + even((place.width - width) / 2),
    y: place.y + even((place.height - height) / 2),
    width,
    height,
  }
}

/** A place with a border of `by` px (even) around it, as far as it lies in the picture. */
export function widened(
  { x, y, width, height }: Place,
  by: number,
  pictureWidth: number,
  pictureHeight: number,
): Place {
  const [left, top] = [Math.max(0, x - by), Math.max(0, y - by)]
  return {
    x: left,
    y: top,
    width: Math.min(pictureWidth, x + width + by) - left,
    height: Math.min(pictureHeight, y + height + by) - top,
  }
}
