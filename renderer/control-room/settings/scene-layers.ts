import type { PictureSettings } from './draft.ts'

type Scene = PictureSettings['mix']['scenes'][number]
type Box = Scene['layers'][number]['box']

export const wholeBox: Box = { x: 0, y: 0, width: 1, height: 1 }
/** A picture in the picture takes so much of its width and height, and keeps so far from the edge. */
const inset = 0.3
const margin = 0.03
const far = 1 - inset - margin

export const corners = {
  'top left': { x: margin, y: margin, width: inset, height: inset },
  'top right': { x: far, y: margin, width: inset, height: inset },
  'bottom left': { x: margin, y: far, width: inset, height: inset },
  'bottom right': { x: far, y: far, width: inset, height: inset },
} as const satisfies Record<string, Box>
export type Corner = keyof typeof corners
export const cornerNames = Object.keys(corners) as Corner[]

/** The corner that a box lies in; undefined for a box that was placed by hand. */
export function cornerOf({ x, y, width, height }: Box): Corner | undefined {
  const near = (one: number, other: number) => Math.abs(one - other) < 0.005
  return cornerNames.find((name) => {
    const corner = corners[name]
    return near(corner.x, x) && near(corner.y, y) && near(corner.width, width) && near(corner.height, height)
  })
}

/** The scene with a picture in the picture, or without; layers above that stay. */
export function withInset(scene: Scene, source: string | undefined, box: Box): Scene {
  const [first, _, ...above] = scene.layers
  const below = first === undefined ? [] : [first]
  return { ...scene, layers: source === undefined ? [...below, ...above] : [...below, { source, box }, ...above] }
}
