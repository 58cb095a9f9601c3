/**
 * Where a sensor is attached. A serial path is stable (`/dev/serial/by-id/…`, a pseudo-terminal), never an index. `baud` in
 * bit/s is the protocol's own otherwise.
 */
export type SensorPort =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string; readonly baud?: number }

/** A fault the wheel reports itself. */
export type WheelWarning = 'ball_not_detected' | 'mis_spin' | 'hardware_fault' | 'failed_launch'

/** Why a spin has no number. */
export type SpinLost = 'mis_spin' | 'ball_not_detected' | 'interrupted' | 'contradiction' | 'hardware_fault'

/**
 * What a wheel's sensor says, whatever its protocol: the only thing that the rest of the house knows of a wheel. `at` is
 * UTC in ms, when the last byte of the frame arrived. `raw` is the frame as received (printable text), the evidence.
 */
export type WheelEvent =
  | {
      readonly type: 'port'
      readonly at: number
      readonly state: 'connecting' | 'open' | 'lost'
      readonly attempt: number
      readonly reason?: string
    }
  /** Every whole status frame; for displays and the silence watch. `rotorRpm` in turns a minute. */
  | {
      readonly type: 'status'
      readonly at: number
      readonly state: WheelState
      readonly rotorRpm: number
      readonly direction: 'clockwise' | 'anticlockwise'
      readonly warnings: readonly WheelWarning[]
      readonly raw: string
    }
  /** A spin began: the table may take bets. */
  | { readonly type: 'place_bets'; readonly at: number }
  | { readonly type: 'ball_in_rim'; readonly at: number }
  | { readonly type: 'no_more_bets'; readonly at: number }
  /** This spin's number, said twice by the wheel (the bare line and the status frame) and equal. */
  | { readonly type: 'winning_number'; readonly at: number; readonly pocket: number; readonly raw: readonly string[] }
  /** This spin will have no number from the sensor. */
  | { readonly type: 'spin_lost'; readonly at: number; readonly why: SpinLost; readonly raw: readonly string[] }
  /** Bytes that are no frame; at most 64 of them, printable. */
  | { readonly type: 'corrupt'; readonly at: number; readonly raw: string }
  /** No whole frame for longer than the silence bound, or again one after that (`silent: false`). */
  | { readonly type: 'silence'; readonly at: number; readonly silent: boolean; readonly lastFrameAt: number | null }

export type WheelState =
  | 'before_game'
  | 'place_bets'
  | 'ball_in_rim'
  | 'no_more_bets'
  | 'winning_number'
  | 'closed'
  | 'ball_not_detected'
