import type { EncodedPicture, SourcePacket } from '../frame/index.ts'
import type { PictureSettings } from '../messages/index.ts'
import { EncodedStream, encodedSoundStream, PacketRing, type Recorder, soundPacket } from '../record/index.ts'
import type { EncodedSound } from '../sound/index.ts'

/** The program as a feed like others: its largest rung and its sound are kept for 30 s, and recorded where that is wanted. */
export class ProgramRecord {
  readonly ring = new PacketRing()
  readonly #recorder: Recorder
  #encoded: EncodedStream

  constructor(settings: Pick<PictureSettings, 'ladder' | 'sound'>, recorder: Recorder) {
    this.#recorder = recorder
    this.#encoded = this.#streams(settings)
  }

  apply(settings: Pick<PictureSettings, 'ladder' | 'sound'>): void {
    this.#encoded = this.#streams(settings)
  }

  take(picture: EncodedPicture): void {
    this.#keep(this.#encoded.packet(picture))
  }

  hear(sound: EncodedSound): void {
    this.#keep(soundPacket(sound))
  }

  #keep(packet: SourcePacket): void {
    this.ring.keep(packet)
    this.#recorder.packet('program', packet)
  }

  #streams({ ladder, sound }: Pick<PictureSettings, 'ladder' | 'sound'>): EncodedStream {
    const { width = 0, height = 0, fps = 0 } = ladder.rungs[0] ?? {}
    const encoded = new EncodedStream(ladder.codec, width, height, fps)
    this.#recorder.streams('program', sound ? [encoded.stream, encodedSoundStream] : [encoded.stream])
    return encoded
  }
}
