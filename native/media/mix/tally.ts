import type { Tally } from '../messages/index.ts'
import type { ScenePlan } from './scene-plan.ts'

/** The pictures of scenes that one program picture was made of, and what was in preview then. */
export interface Composed {
  readonly program: ScenePlan
  readonly leaving: ScenePlan | null
  readonly preview: ScenePlan | null
}

/** @param at UTC ms, of the picture */
export function tallyOf({ program, leaving, preview }: Composed, at: number): Tally {
  const shown = leaving ? [program, leaving] : [program]
  const layers = [...shown, ...(preview ? [preview] : [])].flatMap((plan) => plan.layers)
  return {
    at,
    program: program.scene,
    preview: preview?.scene ?? null,
    leaving: leaving?.scene ?? null,
    onAir: sourcesOf(shown),
    inPreview: sourcesOf(preview ? [preview] : []),
    slate: shown.some((plan) => plan.layers.length === 0),
    standIns: Object.fromEntries(
      layers.filter(({ wanted, source }) => wanted !== source).map(({ wanted, source }) => [wanted, source]),
    ),
  }
}

/** Whether two tallies say the same, whenever they began. */
export function sameTally(one: Tally, other: Tally): boolean {
  return JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 })
}

function sourcesOf(plans: readonly ScenePlan[]): string[] {
  return [...new Set(plans.flatMap(({ layers }) => layers.map(({ source }) => source)))].sort()
}
