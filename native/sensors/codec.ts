/** What every protocol's codec is, whatever its device. */
import type { ProtocolFacts } from './protocol-facts.ts'

/**
 * What a decoder made of some bytes. With a `reason` it is no message: refused for that reason (`corrupt`), or already
 * heard (`repeat`). `raw` is the evidence: the whole frame, as text without line ends or as lower-case hex, by protocol.
 */
export interface Frame {
  readonly type: string
  readonly raw: string
  readonly reason?: string
}

/** Bytes that are no frame of the protocol; of very many only the first are kept, as many as a frame may have. */
export interface Corrupt<Reason extends string> extends Frame {
  readonly type: 'corrupt'
  readonly reason: Reason
}

/** Bytes of one device to frames, in their order; pure but for its own memory. No bytes make it throw. */
export interface FrameDecoder<Decoded extends Frame = Frame> {
  /** @returns the frames that these bytes complete, however the stream was cut */
  push(bytes: Uint8Array): Decoded[]
  /** No more bytes come: what was begun is refused. */
  end(): Decoded[]
}

export interface Codec {
  readonly facts: ProtocolFacts
  decoder(): FrameDecoder
}
