/** What a program finds in its environment of what set-up got for it. */
export type Found = Readonly<Record<string, string>>

/** Tells what is going on: a few words, and how far of the whole it is (0–1) where that is known. */
export type Progress = (doing: string, fraction?: number) => void

/** One thing that the programs need from outside the source. */
export interface Step {
  readonly name: string
  /** Quick, and changes nothing. @returns undefined when there is something to do */
  find(): Promise<Found | undefined>
  /** Gets it, whole or not at all. @throws Without when the rest can go on without it */
  provide(progress: Progress): Promise<Found>
}

/** A part cannot be got here. The message says in one line what a person can do. */
export class Without extends Error {}

/** Where set-up works. */
export interface Machine {
  /** The checkout. */
  readonly root: string
  /** This account's folder for what can be got again; outlives the checkout. */
  readonly cache: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly asRoot: boolean
  /** Aborted when a person wants set-up to end. */
  readonly signal: AbortSignal
}
