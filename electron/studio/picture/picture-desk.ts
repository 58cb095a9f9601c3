import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { MediaReport, MediaTarget, PictureSettings, Transition } from '../../../native/media/index.ts'
import type { ChildState } from '../../../native/process/index.ts'
import type { StudioRecord, TableConfiguration } from '../api/index.ts'
import { Director } from '../director/index.ts'
import type { StudioEnvironment } from '../environment.ts'
import type { SessionState } from '../table/session/index.ts'
import { ClipShelf } from './clip-shelf.ts'
import { MediaLink } from './media-link.ts'
import { overlayValues } from './overlay-values.ts'
import { pictureNews } from './picture-news.ts'
import {
  liveSources,
  type PictureState,
  pictureAfter,
  pictureAway,
  pictureBefore,
  pictureDoubt,
} from './picture-state.ts'
import { UnansweredError } from './questions.ts'
import { PictureRefusal } from './refusal.ts'
import { SettingsFile } from './settings-file.ts'
import { settingsChanges } from './settings-words.ts'

type NewRecord = Omit<StudioRecord, 'id' | 'at'>
type Reading = Extract<MediaReport, { type: 'reading' }>

interface PictureDeskOptions {
  readonly configuration: TableConfiguration
  /** The table's file: what a person changes is saved there. */
  readonly configurationFile: string
  readonly environment: Pick<StudioEnvironment, 'home' | 'mediaProgram' | 'previewPort' | 'mediaHttpPort'>
  readonly log: Logger
  readonly session: () => SessionState
  /** @param doubt what is wrong with the picture, in words; null when it is live */
  readonly onReading: (reading: Reading, doubt: string | null) => void
  readonly onRecord: (record: NewRecord) => void
  readonly onChange: () => void
}

/** The desk's part of a table's snapshot, as it stands at one moment. */
export interface PictureParts {
  readonly settings: PictureSettings
  readonly state: PictureState
  readonly director: { readonly automatic: boolean; readonly text: string }
  readonly target: MediaTarget | null
}

/** The table's picture at work: lets reports, the session and people's commands reach what they concern. */
export class PictureDesk implements AsyncDisposable {
  readonly link: MediaLink
  readonly clips: ClipShelf
  readonly #options: PictureDeskOptions
  readonly #file: SettingsFile
  readonly #director: Director
  #state: PictureState = pictureBefore

  constructor(options: PictureDeskOptions) {
    const { configuration, configurationFile, environment, log } = options
    this.#options = options
    this.#file = new SettingsFile(configurationFile, configuration.picture)
    this.clips = new ClipShelf(join(environment.home, 'clips', configuration.tableId))
    this.link = new MediaLink({
      tableId: configuration.tableId,
      settings: configuration.picture,
      home: environment.home,
      program: environment.mediaProgram,
      previewPort: environment.previewPort,
      httpPort: environment.mediaHttpPort,
      onReport: (report) => this.#hear(report),
      onState: (state) => this.#mediaChanged(state),
      onNonsense: (why) => log.error({ why }, 'the media process said what is not understood'),
    })
    this.#director = new Director({
      rules: configuration.director,
      look: () => ({
        phase: options.session().round?.phase ?? 'idle',
        scenes: this.#file.settings.mix.scenes,
        live: liveSources(this.#state),
        tally: this.#state.tally,
      }),
      take: ({ scene, transition }) => this.link.take(scene, transition),
    })
    this.sessionChanged()
  }

  get parts(): PictureParts {
    return {
      settings: this.#file.settings,
      state: this.#state,
      director: this.#director.status,
      target: this.link.target,
    }
  }

  /** Whether the camera that vision reads, where there is one, has a live picture. */
  get sees(): boolean {
    return this.#file.settings.vision === null || this.#doubt() === null
  }

  /** The session took a step: overlays and the director follow it. */
  sessionChanged(): void {
    this.link.show(overlayValues(this.#options.configuration.name, this.#options.session()))
    this.#director.consider()
  }

  /** @throws {PictureRefusal} */
  preview(scene: string): void {
    this.#expectScene(scene)
    if (!this.link.preview(scene)) throw new PictureRefusal('MEDIA_AWAY')
  }

  /**
   * @param scene without one that of the preview bus, which then holds the scene of before
   * @throws {PictureRefusal}
   */
  take(scene: string | undefined, transition: Transition, operator: string): void {
    const { tally } = this.#state
    if (tally === null || this.link.state.status !== 'running') throw new PictureRefusal('MEDIA_AWAY')
    const taken = scene ?? tally.preview
    if (taken === null) throw new PictureRefusal('NO_SCENE_IN_PREVIEW')
    const { name } = this.#expectScene(taken)
    // Named outright, so that asking for it twice is no different from asking once.
    this.#director.personTakes(operator, { scene: taken, transition })
    this.#note('info', `${operator} cut to ${name}.`)
  }

  automatic(on: boolean, operator: string): void {
    this.#director.switch(on, operator)
    this.#note('info', on ? `${operator} lets the director cut.` : `${operator} holds the director back.`)
  }

  get settings(): { readonly revision: number; readonly settings: PictureSettings } {
    const { revision, settings } = this.#file
    return { revision, settings }
  }

  /** @throws {PictureRefusal} @returns the new revision */
  change(revision: number, wanted: unknown, operator: string): number {
    const before = this.#file.settings
    const settings = this.#file.change(revision, wanted)
    this.link.configure(settings)
    this.#director.consider()
    this.#note('attention', `${operator} changed the picture’s settings: ${settingsChanges(before, settings)}.`)
    return this.#file.revision
  }

  /** The cameras of this machine. @throws {PictureRefusal} */
  devices(): ReturnType<MediaLink['devices']> {
    return answered(this.link.devices())
  }

  /** Tries every encoder again. @throws {PictureRefusal} */
  async probe(operator: string): Promise<void> {
    this.#note('info', `${operator} has the encoders tried again.`)
    await answered(this.link.probe())
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
    const source = this.#file.settings.sources.find(({ id }) => id === feed)
    if (!source) throw new PictureRefusal('FEED_UNKNOWN')
    const { clipId, file, url } = this.clips.place()
    const { clip, why } = await answered(this.link.clip({ clipId, feed, from, to, file }))
    if (clip === null) {
      rmSync(file, { force: true })
      throw new PictureRefusal('NO_CLIP', why === undefined ? {} : { words: why })
    }
    this.#note('info', `${operator} kept a clip of ${source.name}, ${clock(clip.from)} to ${clock(clip.to)}.`)
    return { url, ...clip }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#director[Symbol.dispose]()
    await this.link[Symbol.asyncDispose]()
  }

  #hear(report: MediaReport): void {
    const { log, onReading, onRecord } = this.#options
    const before = this.#state
    this.#state = pictureAfter(before, report)
    if (report.type === 'reading') onReading(report, this.#doubt())
    if (report.type === 'refused') log.error({ why: report.message }, 'the media process refused a command')
    for (const news of pictureNews(before, this.#state, report, this.#file.settings)) onRecord(news)
    this.#director.consider()
    this.#options.onChange()
  }

  #mediaChanged(state: ChildState): void {
    if (state.status === 'backing_off') {
      this.#state = pictureAway(this.#state)
      this.#options.log.error({ reason: state.reason, attempt: state.attempt }, 'the media process ended')
      const text = `The media process ended (${state.reason ?? 'no reason'}) and is started again, attempt ${state.attempt + 1}.`
      this.#options.onRecord({ level: 'attention', kind: 'process', text })
      this.#director.consider()
    }
    this.#options.onChange()
  }

  #doubt(): string | null {
    return pictureDoubt(this.#state.sources.get(this.#file.settings.vision?.source ?? ''))
  }

  #expectScene(scene: string): { readonly name: string } {
    const known = this.#file.settings.mix.scenes.find(({ id }) => id === scene)
    if (!known) throw new PictureRefusal('SCENE_UNKNOWN')
    return known
  }

  #note(level: StudioRecord['level'], text: string): void {
    this.#options.onRecord({ level, kind: 'operator', text })
    this.#options.onChange()
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
