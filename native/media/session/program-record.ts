import type { EncodedPicture, SourceStream } from '../frame/index.ts'
import type { LadderSettings } from '../messages/index.ts'
import { EncodedStream, PacketRing, type Recorder } from '../record/index.ts'

/** The program as a feed like others: its largest rung is kept for 30 s, and recorded where that is wanted. */
export class ProgramRecord {
  readonly ring = new PacketRing()
  readonly #recorder: Recorder
  #encoded: EncodedStream

  constructor(ladder: LadderSettings, recorder: Recorder) {
    this.#recorder = recorder
    this.#encoded = this.#stream(ladder)
  }

  apply(ladder: LadderSettings): void {
    this.#encoded = this.#stream(ladder)
  }

  take(picture: EncodedPicture): void {
    const packet = this.#encoded.packet(picture)
    this.ring.keep(packet)
    this.#recorder.packet('program', packet)
  }

  #stream({ codec, rungs }: LadderSettings): EncodedStream {
    const { width = 0, height = 0, fps = 0 } = rungs[0] ?? {}
    const encoded = new EncodedStream(codec, width, height, fps)
    const streams: SourceStream[] = [encoded.stream]
    this.#recorder.streams('program', streams)
    return encoded
  }
}
