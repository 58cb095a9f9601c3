import type { Box, Scene } from '../messages/index.ts'

/** A source in its place; `wanted` is the one that the scene names, `source` the one that is shown there. */
interface PlannedLayer {
  readonly wanted: string
  readonly source: string
  readonly box: Box
}

/** What a picture of a scene is made of at this moment, from the lowest up. Without layers it is the slate. */
export interface ScenePlan {
  readonly scene: string
  readonly layers: readonly PlannedLayer[]
}

/**
 * @param standIn the source to show in the place of one that the scene names; null when there is none
 * @returns without the layers that have no picture: when the lowest has none the next takes its place. A source that
 *   stands in for another is not shown twice
 */
export function planOf(scene: Scene, standIn: (source: string) => string | null): ScenePlan {
  const layers: PlannedLayer[] = []
  for (const { source: wanted, box } of scene.layers) {
    const source = standIn(wanted)
    if (source === null || layers.some((layer) => layer.source === source)) continue
    layers.push({ wanted, source, box: layers.length === 0 ? (scene.layers[0]?.box ?? box) : box })
  }
  return { scene: scene.id, layers }
}
