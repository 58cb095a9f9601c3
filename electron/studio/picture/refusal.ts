/** One field that is wrong, and what about it. */
export interface SettingsIssue {
  readonly path: (string | number)[]
  readonly message: string
}

type Code =
  | 'STALE'
  | 'MEDIA_AWAY'
  | 'SCENE_UNKNOWN'
  | 'NO_SCENE_IN_PREVIEW'
  | 'FEED_UNKNOWN'
  | 'NO_CLIP'
  | 'NO_LOOK'
  | 'NOT_SAVED'
  | 'SETTINGS_INVALID'

/** A person's command about the picture that is not carried out, with the contract's code. */
export class PictureRefusal extends Error {
  override readonly name = 'PictureRefusal'
  readonly code: Code
  /** In words for this very case; null: the contract's own words fit. */
  readonly words: string | null
  /** Of `SETTINGS_INVALID`. */
  readonly issues: readonly SettingsIssue[]

  constructor(code: Code, options: { words?: string; issues?: readonly SettingsIssue[]; cause?: unknown } = {}) {
    super(options.words ?? code, { cause: options.cause })
    this.code = code
    this.words = options.words ?? null
    this.issues = options.issues ?? []
  }
}
