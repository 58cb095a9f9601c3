/** A source that failed is back only after it lived for this long, while another stands in: it may fail again at once. */
export const returnHoldMs = 2_000

interface Life {
  readonly alive: boolean
  /** Since when, ms. */
  readonly since: number
}

/** Who stands in for whom. A source is alive until told otherwise. */
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

  /** @param now ms */
  tell(source: string, alive: boolean, now: number): void {
    const before = this.#lives.get(source)?.alive ?? true
    if (before !== alive) this.#lives.set(source, { alive, since: now })
  }

  /**
   * The source to show where `source` is wanted: itself, its backup, the backup's backup …; null when none of them can be
   * shown. One that has just come back waits while another stands in, but a live picture is always better than none.
   * @param hasPicture whether a source has brought a picture since it was last lost
   */
  standIn(source: string, hasPicture: (source: string) => boolean, now: number): string | null {
    const able = this.line(source).filter((one) => hasPicture(one) && (this.#lives.get(one)?.alive ?? true))
    const steady = able.find((one) => now - (this.#lives.get(one)?.since ?? Number.NEGATIVE_INFINITY) >= returnHoldMs)
    return steady ?? able[0] ?? null
  }

  /** A source and all that may stand in for it, in order. Backups that name each other end where they meet. */
  line(source: string): string[] {
    const line: string[] = []
    for (let one: string | undefined = source; one !== undefined && !line.includes(one); one = this.#backups[one]) {
      line.push(one)
    }
    return line
  }
}
