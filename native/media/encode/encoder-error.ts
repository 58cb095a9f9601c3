/** An encoder could not be opened, failed, or did not answer. The message is the driver's own reason, in one line. */
export class EncoderError extends Error {
  /** FFmpeg's name. */
  readonly encoder: string
  /** Its call never came back: neither its thread nor its session is free before it does. */
  readonly stuck: boolean

  constructor(encoder: string, why: string, { stuck = false, cause }: { stuck?: boolean; cause?: unknown } = {}) {
    super(why, { cause })
    this.name = 'EncoderError'
    this.encoder = encoder
    this.stuck = stuck
  }
}

/** What went wrong, in one line. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
