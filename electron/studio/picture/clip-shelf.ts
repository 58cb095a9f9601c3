import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Clips are kept as long as the pictures of readings, and so many. */
const clipAgeMsMax = 30 * 24 * 3_600_000
const clipsMax = 1_000

/** Where clips that a person asked for lie, until they are old. */
export class ClipShelf {
  readonly folder: string

  /** @param folder made when it is not there */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.folder = folder
  }

  /** A place for one more clip: its file, and its path on the studio's HTTP server. */
  place(): { readonly clipId: string; readonly file: string; readonly url: string } {
    const clipId = randomUUID()
    return { clipId, file: join(this.folder, `${clipId}.mp4`), url: `/clips/${clipId}.mp4` }
  }

  /** Lets go of what is past its bounds. @param now UTC, ms */
  expire(now: number): void {
    const clips = readdirSync(this.folder)
      .map((name) => join(this.folder, name))
      .map((file) => ({ file, at: statSync(file).mtimeMs }))
      .sort((a, b) => b.at - a.at)
    clips.forEach(({ file, at }, place) => {
      if (place >= clipsMax || at < now - clipAgeMsMax) rmSync(file, { force: true })
    })
  }
}
