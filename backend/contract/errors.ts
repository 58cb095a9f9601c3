/**
 * Every refusal that crosses a process border on the players' side, with the sentence that a person reads.
 * A refusal is an answer, not a failure: it is never logged as an error.
 */
export const refusals = {
  BAD_REQUEST: { status: 400, message: 'That request was not understood.' },
  NOT_SIGNED_IN: { status: 401, message: 'Sign in again to go on.' },
  FORBIDDEN: { status: 403, message: 'That is not allowed here.' },
  TABLE_UNKNOWN: { status: 404, message: 'There is no such table.' },
  PLAYER_UNKNOWN: { status: 404, message: 'There is no such player.' },
  VIEWER_UNKNOWN: { status: 404, message: 'This picture has ended. It is being joined again.' },
  HOLD_UNKNOWN: { status: 404, message: 'There is no such hold.' },
  CODEC_UNSUPPORTED: {
    status: 422,
    message: 'The SFU cannot pass this picture on to viewers. Choose H.264, or AV1 with one rung.',
  },
  NO_PICTURE: { status: 409, message: 'The table sends no picture yet.' },
  ROUND_NOT_OPEN: { status: 409, message: 'Bets are closed for this round.' },
  ROUND_UNKNOWN: { status: 404, message: 'There is no such round.' },
  TABLE_SUSPENDED: { status: 409, message: 'The table is suspended. No bets are taken.' },
  SLIP_CONFLICT: { status: 409, message: 'Another bet was already placed under this id.' },
  HOLD_CONFLICT: { status: 409, message: 'Another hold, or its end, was already recorded under this id.' },
  BELOW_MINIMUM: { status: 422, message: 'That is below the smallest bet of this table.' },
  ABOVE_MAXIMUM: { status: 422, message: 'That is above the largest bet of this table.' },
  NOT_ENOUGH_MONEY: { status: 422, message: 'The balance is too low for this bet.' },
  TOO_MANY: { status: 429, message: 'Too many at once. Wait a moment.' },
  EVENT_OUT_OF_ORDER: { status: 409, message: 'An earlier event of this table has not arrived yet.' },
  UNAVAILABLE: { status: 503, message: 'This service is not there just now. It comes back by itself.' },
} as const

export type RefusalCode = keyof typeof refusals

export const refusalCodes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]
