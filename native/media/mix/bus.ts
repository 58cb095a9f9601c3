import type { Transition } from '../messages/index.ts'

/** What a person asked of the mixer that it cannot do; the message is for that person. */
export class MixRefusal extends Error {}

/** What is on air and what comes next, by the ids of scenes. */
export interface Bus {
  readonly program: string
  readonly preview: string | null
  /** The scene that the program one is dissolving from. */
  readonly dissolve: { readonly leaving: string; readonly startedAt: number; readonly ms: number } | null
}

/**
 * Puts a scene on air; without one, that on the preview bus. When it is the one in preview the two change places.
 * @param now ms
 * @throws MixRefusal when there is nothing in preview to take
 */
export function taken(bus: Bus, scene: string | undefined, transition: Transition, now: number): Bus {
  const next = scene ?? bus.preview
  if (next === null) throw new MixRefusal('There is no scene in preview. Choose one, then take it')
  const { program, preview, dissolve } = settled(bus, now)
  if (next === program) return transition.kind === 'cut' ? { program, preview, dissolve: null } : { ...bus, dissolve }
  const changed = { program: next, preview: next === preview ? program : preview }
  if (transition.kind === 'cut') return { ...changed, dissolve: null }
  const { ms } = transition
  // Back to the scene that is going: the mix turns round where it stands. To any other it starts from the newer scene.
  const done = dissolve?.leaving === next ? 1 - weight({ ...bus, dissolve }, now) : 0
  return { ...changed, dissolve: { leaving: program, startedAt: now - done * ms, ms } }
}

/** The same bus at this moment: a dissolve that has had its time is over. */
export function settled(bus: Bus, now: number): Bus {
  return bus.dissolve && weight(bus, now) >= 1 ? { ...bus, dissolve: null } : bus
}

/** How much of the program scene is seen, 0–1; the rest is of the scene that leaves. */
export function weight({ dissolve }: Bus, now: number): number {
  return dissolve ? Math.min(1, Math.max(0, (now - dissolve.startedAt) / dissolve.ms)) : 1
}

/** The bus after scenes were changed: those that are gone leave it, and what was on air without a scene becomes the first. */
export function within(bus: Bus, scenes: readonly string[]): Bus {
  const known = (scene: string) => scenes.includes(scene)
  const [first] = scenes
  if (first === undefined) return bus
  const program = known(bus.program) ? bus.program : first
  const stays = program === bus.program && bus.dissolve && known(bus.dissolve.leaving)
  return {
    program,
    preview: bus.preview !== null && known(bus.preview) ? bus.preview : null,
    dissolve: stays ? bus.dissolve : null,
  }
}
