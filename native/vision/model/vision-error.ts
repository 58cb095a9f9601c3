/** Why vision cannot do what it was asked. */
export type VisionErrorCode =
  | 'model_missing'
  | 'model_damaged'
  | 'model_unsuitable'
  | 'wrong_shape'
  | 'provider_failed'
  | 'picture_damaged'
  | 'picture_too_small'
  | 'picture_too_large'
  | 'picture_missing'
  | 'bad_calibration'

/** Vision's refusals: the code is for programs, the message for the person who can mend it. */
export class VisionError extends Error {
  override name = 'VisionError'
  readonly code: VisionErrorCode

  constructor(code: VisionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
