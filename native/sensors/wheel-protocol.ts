import type { Codec } from './codec.ts'
import type { WheelEvent } from './wheel-event.ts'

/** One make of wheel; ports, reconnecting and the silence watch are the same for all. */
export interface WheelProtocol extends Codec {
  /** Begins afresh, as after every connect: what a witness did not see happen did not happen. */
  witness(): WheelWitness
  /** @returns the command's bytes as text; undefined when this make has no such command */
  encode(command: WheelCommand): string | undefined
}

/** What a wheel may be told. */
export type WheelCommand =
  | { readonly type: 'hello' }
  | { readonly type: 'start' }
  | { readonly type: 'restart' }
  | { readonly type: 'power'; readonly on: boolean }
  /** Only while the wheel is idle. */
  | { readonly type: 'self_test' }
  | { readonly type: 'status' }
  | { readonly type: 'version' }
  | { readonly type: 'host_controlled' }

/** Follows one connection; pure but for its own memory. Times are UTC in ms. */
export interface WheelWitness {
  /** A whole status frame gives a `status` event first; bytes that are no frame give `corrupt`. */
  receive(bytes: Uint8Array, at: number): WheelEvent[]
  /** The connection is gone: whatever spin was underway will have no number. */
  lost(at: number): WheelEvent[]
}
