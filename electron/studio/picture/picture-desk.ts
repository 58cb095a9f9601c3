import { join } from 'node:path'
import type { Logger } from 'pino'
import type { MediaReport, MediaTarget, PictureSettings } from '../../../native/media/index.ts'
import type { ChildState } from '../../../native/process/index.ts'
import type { StudioRecord, TableConfiguration } from '../api/index.ts'
import { Director } from '../director/index.ts'
import type { StudioEnvironment } from '../environment.ts'
import type { SessionState } from '../table/session/index.ts'
import { cardsNews, type SeenNews } from './cards-news.ts'
import { ClipShelf } from './clip-shelf.ts'
import { MediaLink } from './media-link.ts'
import { overlayValues } from './overlay-values.ts'
import { PictureCommands } from './picture-commands.ts'
import { pictureNews } from './picture-news.ts'
import {
  liveSources,
  type PictureState,
  pictureAfter,
  pictureAway,
  pictureBefore,
  pictureDoubt,
} from './picture-state.ts'
import { SettingsFile } from './settings-file.ts'
import { StillShelf } from './still-shelf.ts'
import { wheelBlindness, wheelSource } from './wheel-eye.ts'

type NewRecord = Omit<StudioRecord, 'id' | 'at'>
type Reading = Extract<MediaReport, { type: 'reading' }>
type Procedure = Extract<MediaReport, { type: 'procedure' }>

interface PictureDeskOptions {
  readonly configuration: TableConfiguration
  /** The table's file: what a person changes is saved there. */
  readonly configurationFile: string
  readonly environment: Pick<StudioEnvironment, 'home' | 'mediaProgram' | 'previewPort' | 'mediaHttpPort'>
  readonly log: Logger
  readonly session: () => SessionState
  /** @param doubt what is wrong with the picture, in words; null when it is live */
  readonly onReading: (reading: Reading, doubt: string | null) => void
  readonly onProcedure: (procedure: Procedure) => void
  /** The media process ended: what cameras saw is not what there is. */
  readonly onAway: () => void
  readonly onSeen: (news: SeenNews) => void
  readonly onRecord: (record: NewRecord) => void
  readonly onChange: () => void
  /** The program is another one at the SFU: it is to be asked. */
  readonly onWish: () => void
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
  readonly stills = new StillShelf()
  /** What people can ask of it. */
  readonly commands: PictureCommands
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
      onWish: options.onWish,
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
    this.commands = new PictureCommands({
      file: this.#file,
      link: this.link,
      director: this.#director,
      clips: this.clips,
      stills: this.stills,
      tally: () => this.#state.tally,
      note: (level, text) => {
        options.onRecord({ level, kind: 'operator', text })
        options.onChange()
      },
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
    const source = wheelSource(this.#file.settings)
    return source === null || this.#doubt(source) === null
  }

  /** Why vision could not witness a spin that begins now, as a clause; null: it can, or the table has no such witness. */
  get blindness(): string | null {
    return wheelBlindness(this.#state, this.#file.settings)
  }

  /** The session took a step: overlays and the director follow it. */
  sessionChanged(): void {
    this.link.show(overlayValues(this.#options.configuration.name, this.#options.session()))
    this.#director.consider()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#director[Symbol.dispose]()
    await this.link[Symbol.asyncDispose]()
  }

  #hear(report: MediaReport): void {
    const { log, onReading, onProcedure, onSeen, onRecord } = this.#options
    const before = this.#state
    this.#state = pictureAfter(before, report)
    if (report.type === 'reading') onReading(report, this.#doubt(report.source))
    if (report.type === 'procedure') onProcedure(report)
    if (report.type === 'cards') for (const news of cardsNews(report, this.#file.settings)) onSeen(news)
    if (report.type === 'tally') this.commands.tallied(report.tally)
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
      this.#options.onAway()
      this.#director.consider()
    }
    this.#options.onChange()
  }

  #doubt(source: string): string | null {
    return pictureDoubt(this.#state.sources.get(source))
  }
}
