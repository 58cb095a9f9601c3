import type {
  CardSighting,
  CardTableReading,
  FoundWheel,
  ModelMark,
  ProcedureNews,
  ProviderNews,
  WheelCalibration,
  WheelReading,
  WheelSight,
} from '../../vision/index.ts'
import type { EyeSettings } from '../messages/index.ts'
import type { SharedPicture } from './shared-picture.ts'

/** What vision's thread is asked. It reads the picture's memory until it has answered. */
export type Question =
  /** The next picture of an eye, which remembers what it saw as long as its settings stay the same. */
  | { readonly kind: 'look'; readonly settings: EyeSettings; readonly picture: SharedPicture }
  /** The eye on this source is closed. */
  | { readonly kind: 'forget'; readonly source: string }
  /** Pictures that stand alone, for a person who sets vision up. */
  | { readonly kind: 'find_wheel'; readonly picture: SharedPicture }
  | { readonly kind: 'wheel'; readonly calibration: WheelCalibration; readonly picture: SharedPicture }
  | { readonly kind: 'cards'; readonly picture: SharedPicture }

export interface Answers {
  readonly look: Seen
  readonly forget: null
  readonly find_wheel: FoundWheel | null
  readonly wheel: WheelSight
  readonly cards: readonly CardSighting[]
}

/** What an eye saw in one picture. */
export interface Seen {
  readonly reads:
    | { readonly kind: 'wheel'; readonly reading: WheelReading }
    | { readonly kind: 'cards'; readonly reading: CardTableReading }
  readonly procedure: readonly ProcedureNews[]
  /** What runs the models, and which they are. */
  readonly provider: string | null
  readonly models: readonly ModelMark[]
}

/** To the thread. */
export interface Asked {
  readonly id: number
  readonly question: Question
}

/** From the thread. */
export type Told =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answers[Question['kind']] }
  /** It could not; `why` in words. */
  | { readonly kind: 'failed'; readonly id: number; readonly why: string }
  | { readonly kind: 'fallback'; readonly news: ProviderNews }
