/** A source that failed is back only after it lived for this long, while another stands in: it may fail again at once. */
export const returnHoldMs = 2_000
/** A source that brings nothing for this long is missed, ms … */
const missedAfterMs = 150
/** … if it was not slower than that all along: this many of its own frames' time … */
const missedFrames = 3
/** … and if a stand-in brought this many meanwhile: when the whole machine stands still for a moment nobody is missed. */
const standInFrames = 4

interface Life {
  /** What the watch says. */
  readonly alive: boolean
  /** It stopped bringing frames: known here earlier than to the watch, and worth a change only while another can stand in. */
  readonly missed: boolean
  /** Since when it lives, ms. */
  readonly since: number
  /** When its last frames came, ms, oldest first. */
  readonly frames: readonly number[]
}

const unknown: Life = { alive: true, missed: false, since: Number.NEGATIVE_INFINITY, frames: [] }

/** Who stands in for whom. A source is alive until told otherwise. All times are `now` in ms, of one rising clock. */
export class Failover {
  #backups: Readonly<Record<string, string>>
  readonly #lives = new Map<string, Life>()

  /** @param backups source → its backup */
  constructor(backups: Readonly<Record<string, string>>) {
    this.#backups = backups
  }

  set backups(backups: Readonly<Record<string, string>>) {
    this.#backups = backups
  }

  /** The watch says whether a source can be shown. */
  tell(source: string, alive: boolean, now: number): void {
    const life = this.#life(source)
    if (life.alive !== alive) this.#lives.set(source, { ...life, alive, since: now })
  }

  /** A source brought a frame; those that it may stand in for and that brought none for too long are missed from now on. */
  brought(source: string, now: number): void {
    const life = this.#life(source)
    const frames = [...life.frames, now].slice(-standInFrames)
    this.#lives.set(source, { ...life, frames, missed: false, since: life.missed ? now : life.since })
    for (const [other, { missed }] of this.#lives) {
      if (!missed && other !== source && this.line(other).includes(source)) this.#miss(other, frames, now)
    }
  }

  #miss(source: string, standIn: readonly number[], now: number): void {
    const life = this.#life(source)
    const [first, last] = [life.frames[0], life.frames.at(-1)]
    if (first === undefined || last === undefined || life.frames.length < 2) return
    const everyMs = (last - first) / (life.frames.length - 1)
    if (now - last <= Math.max(missedAfterMs, missedFrames * everyMs)) return
    const since = standIn[0] ?? last
    if (standIn.length === standInFrames && since > last) this.#lives.set(source, { ...life, missed: true, frames: [] })
  }

  /**
   * The source to show where `source` is wanted: itself, its backup, the backup's backup …; null when none of them can be
   * shown. One that has just come back waits while another stands in, but a live picture is always better than none.
   * @param hasPicture whether a source has brought a picture since it was last lost
   */
  standIn(source: string, hasPicture: (source: string) => boolean, now: number): string | null {
    const able = this.line(source).filter((one) => this.#life(one).alive && hasPicture(one))
    const brings = able.filter((one) => !this.#life(one).missed)
    return brings.find((one) => now - this.#life(one).since >= returnHoldMs) ?? brings[0] ?? able[0] ?? null
  }

  /** A source and all that may stand in for it, in order. Backups that name each other end where they meet. */
  line(source: string): string[] {
    const line: string[] = []
    for (let one: string | undefined = source; one !== undefined && !line.includes(one); one = this.#backups[one]) {
      line.push(one)
    }
    return line
  }

  #life(source: string): Life {
    return this.#lives.get(source) ?? unknown
  }
}
