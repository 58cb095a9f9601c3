import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { MediaCommand, PictureSettings, Tally, Transition } from '../../../native/media/index.ts'
import type { StudioRecord } from '../api/index.ts'
import type { Director } from '../director/index.ts'
import type { ClipShelf } from './clip-shelf.ts'
import type { MediaLink } from './media-link.ts'
import { UnansweredError } from './questions.ts'
import { PictureRefusal } from './refusal.ts'
import type { SettingsFile } from './settings-file.ts'
import { settingsChanges } from './settings-words.ts'
import type { StillShelf } from './still-shelf.ts'

type LookCommand = Extract<MediaCommand, { type: 'look' }>

interface Parts {
  readonly file: SettingsFile
  readonly link: MediaLink
  readonly director: Director
  readonly clips: ClipShelf
  readonly stills: StillShelf
  /** What the mixer last did; null while it is away. */
  readonly tally: () => Tally | null
  /** Puts into the record what a person did. */
  readonly note: (level: StudioRecord['level'], text: string) => void
}

/** What people ask of the picture: done, or refused with a code and in words. */
export class PictureCommands {
  readonly #parts: Parts
  /** The scene that was put on preview last, until the tally shows it: who takes at once means this one. */
  #previewed: string | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** @throws {PictureRefusal} */
  preview(scene: string): void {
    this.#expectScene(scene)
    if (!this.#parts.link.preview(scene)) throw new PictureRefusal('MEDIA_AWAY')
    this.#previewed = scene
  }

  /** The mixer told what it did. */
  tallied({ preview }: Tally): void {
    if (preview === this.#previewed) this.#previewed = null
  }

  /**
   * @param scene without one that of the preview bus, which then holds the scene of before
   * @throws {PictureRefusal}
   */
  take(scene: string | undefined, transition: Transition, operator: string): void {
    const tally = this.#parts.tally()
    if (tally === null || this.#parts.link.state.status !== 'running') throw new PictureRefusal('MEDIA_AWAY')
    const taken = scene ?? this.#previewed ?? tally.preview
    if (taken === null) throw new PictureRefusal('NO_SCENE_IN_PREVIEW')
    const { name } = this.#expectScene(taken)
    this.#previewed = null
    // Named outright, so that asking for it twice is no different from asking once.
    this.#parts.director.personTakes(operator, { scene: taken, transition })
    this.#parts.note('info', `${operator} asked for ${name} on air.`)
  }

  automatic(on: boolean, operator: string): void {
    this.#parts.director.switch(on, operator)
    this.#parts.note('info', on ? `${operator} lets the director cut.` : `${operator} holds the director back.`)
  }

  get settings(): { readonly revision: number; readonly settings: PictureSettings } {
    const { revision, settings } = this.#parts.file
    return { revision, settings }
  }

  /** @throws {PictureRefusal} @returns the new revision */
  change(revision: number, wanted: unknown, operator: string): number {
    const before = this.#parts.file.settings
    const settings = this.#parts.file.change(revision, wanted)
    this.#parts.link.configure(settings)
    this.#parts.director.consider()
    this.#parts.note('attention', `${operator} changed the picture’s settings: ${settingsChanges(before, settings)}.`)
    return this.#parts.file.revision
  }

  /**
   * One picture of a source and what vision sees in it; nothing changes.
   * @throws {PictureRefusal}
   */
  async look({ source, picture, for: what }: Pick<LookCommand, 'source' | 'picture' | 'for'>) {
    const { file, link, stills } = this.#parts
    if (!file.settings.sources.some(({ id }) => id === source)) throw new PictureRefusal('FEED_UNKNOWN')
    const asked = { lookId: randomUUID(), source, picture, for: what }
    const { look, why } = await answered(link.questions.look(asked))
    if (look === null) throw new PictureRefusal('NO_LOOK', why === undefined ? {} : { words: why })
    const { still, capturedAt, ...seen } = look
    return { ...seen, capturedAt: Math.round(capturedAt), stillUrl: still === null ? null : stills.put(still) }
  }

  /** The cameras of this machine. @throws {PictureRefusal} */
  devices(): ReturnType<MediaLink['questions']['devices']> {
    return answered(this.#parts.link.questions.devices())
  }

  /** Tries every encoder again. @throws {PictureRefusal} */
  async probe(operator: string): Promise<void> {
    this.#parts.note('info', `${operator} has the encoders tried again.`)
    await answered(this.#parts.link.questions.probe())
  }

  /**
   * The pictures of a source from `from` to `to` (UTC, ms) as a file on the shelf.
   * @throws {PictureRefusal}
   */
  async clip(
    feed: string,
    from: number,
    to: number,
    operator: string,
  ): Promise<{ url: string; from: number; to: number; bytes: number }> {
    const source = this.#parts.file.settings.sources.find(({ id }) => id === feed)
    if (!source) throw new PictureRefusal('FEED_UNKNOWN')
    const { clipId, file, url } = this.#parts.clips.place()
    const { clip, why } = await answered(this.#parts.link.questions.clip({ clipId, feed, from, to, file }))
    if (clip === null) {
      rmSync(file, { force: true })
      throw new PictureRefusal('NO_CLIP', why === undefined ? {} : { words: why })
    }
    // Frames lie between whole milliseconds.
    const held = { from: Math.round(clip.from), to: Math.round(clip.to), bytes: clip.bytes }
    this.#parts.note('info', `${operator} kept a clip of ${source.name}, ${clock(held.from)} to ${clock(held.to)}.`)
    return { url, ...held }
  }

  #expectScene(scene: string): { readonly name: string } {
    const known = this.#parts.file.settings.mix.scenes.find(({ id }) => id === scene)
    if (!known) throw new PictureRefusal('SCENE_UNKNOWN')
    return known
  }
}

/** @throws {PictureRefusal} where there would be no answer */
async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (cause) {
    if (cause instanceof UnansweredError) throw new PictureRefusal('MEDIA_AWAY', { words: cause.message, cause })
    throw cause
  }
}

function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}
