import type { Phase } from '../../../backend/contract/index.ts'
import type { Scene, Tally, Transition } from '../../../native/media/index.ts'
import type { DirectorRules } from '../api/index.ts'

/** A take that the tally does not show after this long is asked for again. */
export const takeShownMsMax = 2_000

/** What the director sees of the table at one moment. */
export interface Sight {
  readonly phase: Phase
  readonly scenes: readonly Scene[]
  /** The sources whose picture is live. */
  readonly live: ReadonlySet<string>
  /** What the mixer last did; null while it is away. */
  readonly tally: Tally | null
}

export interface Take {
  readonly scene: string
  readonly transition: Transition
}

/** What the director remembers. All times are UTC, ms. */
export interface DirectorState {
  readonly automatic: boolean
  /** Who holds it back, and with which cut, if with one; null: the table's file does, or nobody. */
  readonly heldBy: { readonly operator: string; readonly scene: string | null } | null
  readonly phase: { readonly name: Phase; readonly since: number } | null
  readonly onAir: { readonly scene: string; readonly since: number } | null
  /** What was asked of the mixer and has not shown yet. */
  readonly asked: (Take & { readonly at: number }) | null
}

export interface Direction {
  readonly state: DirectorState
  readonly take: Take | null
  /** For people. */
  readonly text: string
  /** When to look again though nothing happened: UTC, ms; null when nothing is due. */
  readonly dueAt: number | null
}

export function directorBefore(automatic: boolean): DirectorState {
  return { automatic, heldBy: null, phase: null, onAir: null, asked: null }
}

/** A person took a scene: the director is held back until it is given back. */
export function afterPersonsTake(before: DirectorState, operator: string, take: Take, now: number): DirectorState {
  return { ...before, automatic: false, heldBy: { operator, scene: take.scene }, asked: { ...take, at: now } }
}

/** A person lets the director cut, or holds it. */
export function afterSwitch(before: DirectorState, automatic: boolean, operator: string): DirectorState {
  return { ...before, automatic, heldBy: automatic ? null : { operator, scene: null }, asked: null }
}

/** One look at the table: what the director does now. Pure. @param now UTC, ms */
export function direct(before: DirectorState, rules: DirectorRules, sight: Sight, now: number): Direction {
  const state = observed(before, sight, now)
  if (sight.tally === null) {
    return { state, take: null, text: 'Waits for the media process.', dueAt: null }
  }
  return state.automatic ? byTheRules(state, rules, sight, now) : heldBack(state, sight, now)
}

/** What is on air, and whether a take was done, is what the tally says. */
function observed(before: DirectorState, { phase, tally }: Sight, now: number): DirectorState {
  const onAir =
    tally === null || tally.program === before.onAir?.scene
      ? before.onAir
      : { scene: tally.program, since: Math.min(tally.at, now) }
  return {
    ...before,
    phase: phase === before.phase?.name ? before.phase : { name: phase, since: now },
    onAir,
    asked: before.asked?.scene === tally?.program ? null : before.asked,
  }
}

function heldBack(state: DirectorState, { scenes }: Sight, now: number): Direction {
  const { heldBy, asked } = state
  if (asked && scenes.some(({ id }) => id === asked.scene)) {
    const who = heldBy?.operator ?? 'A person'
    const text = `${who} asked for ${nameOf(asked.scene, scenes)}; the mixer has not shown it yet.`
    return ask(state, asked, text, now)
  }
  const text =
    heldBy === null
      ? 'The director is off. Press Auto to let it cut.'
      : heldBy.scene === null
        ? `${heldBy.operator} holds the director back. Press Auto to let it cut.`
        : `${heldBy.operator} cut to ${nameOf(heldBy.scene, scenes)}. Press Auto to give the cuts back.`
  return { state: { ...state, asked: null }, take: null, text, dueAt: null }
}

function byTheRules(state: DirectorState, { holdMsMin, rules }: DirectorRules, sight: Sight, now: number): Direction {
  const { scenes, live, phase } = sight
  const isLive = (id: string) => {
    const base = scenes.find((scene) => scene.id === id)?.layers[0]
    return base !== undefined && live.has(base.source)
  }
  const current = state.onAir?.scene ?? ''
  const failed = !isLive(current)
  const rule = rules.find(({ phases }) => phases.includes(phase))
  const wanted = rule?.scenes ?? []
  // Whatever has a picture is better than none.
  const best = (failed ? [...wanted, ...scenes.map(({ id }) => id)] : wanted).find(isLive)
  if (best === undefined || best === current) {
    const text = settledWords(current, failed, wanted, scenes)
    return { state: { ...state, asked: null }, take: null, text, dueAt: null }
  }
  const heldUntil = (state.onAir?.since ?? now) + holdMsMin
  const wantedFrom = (state.phase?.since ?? now) + (rule?.afterMs ?? 0)
  const due = Math.max(heldUntil, wantedFrom)
  if (!failed && now < due) {
    const text = `Holds ${nameOf(current, scenes)} until ${clock(due)}, then ${nameOf(best, scenes)}.`
    return { state: { ...state, asked: null }, take: null, text, dueAt: due }
  }
  const transition: Transition = failed || rule === undefined ? { kind: 'cut' } : rule.transition
  return ask(state, { scene: best, transition }, `Cuts to ${nameOf(best, scenes)}.`, now)
}

/** Asks the mixer, unless it was asked for the same just now. */
function ask(state: DirectorState, { scene, transition }: Take, text: string, now: number): Direction {
  const { asked } = state
  if (asked?.scene === scene && now < asked.at + takeShownMsMax) {
    return { state, take: null, text, dueAt: asked.at + takeShownMsMax }
  }
  const take = { scene, transition }
  return { state: { ...state, asked: { ...take, at: now } }, take, text, dueAt: now + takeShownMsMax }
}

function settledWords(current: string, failed: boolean, [first]: readonly string[], scenes: readonly Scene[]): string {
  const name = nameOf(current, scenes)
  if (failed) return 'No scene has a live picture.'
  if (first === undefined) return `Stays on ${name}: there is no rule for this phase.`
  return first === current ? `Shows ${name}.` : `Shows ${name}: ${nameOf(first, scenes)} has no live picture.`
}

function nameOf(id: string, scenes: readonly Scene[]): string {
  return scenes.find((scene) => scene.id === id)?.name ?? id
}

function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}
