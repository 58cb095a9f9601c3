import { AV_NOPTS_VALUE, CodecContext, CodecParser, FFmpegError, Packet } from 'node-av'
import type { InputTrack } from './input.ts'

/** MPEG-TS packs many packets of sound into one, or parts of them: takes it apart into what a decoder or file wants. */
export class SoundPackets implements Disposable {
  readonly #context = new CodecContext()
  readonly #parser = new CodecParser()
  readonly #part = new Packet()
  #lastPts: bigint = AV_NOPTS_VALUE

  /** @throws FFmpegError */
  constructor({ stream, decoder }: InputTrack) {
    this.#context.allocContext3(decoder)
    FFmpegError.throwIfError(this.#context.parametersToContext(stream.codecpar), 'sound parser')
    this.#parser.init(stream.codecpar.codecId)
    this.#part.alloc()
  }

  /** Each is lent until the next is asked for. One without `pts` follows the one before it. */
  *of(packet: Packet): Generator<Packet> {
    let rest = packet.data ?? Buffer.alloc(0)
    while (rest.length > 0) {
      const part = this.#part
      const used = this.#parser.parse2(this.#context, part, rest, packet.pts, packet.pts, 0)
      if (used < 0 || (used === 0 && part.size === 0)) return
      rest = rest.subarray(used)
      if (part.size === 0) continue
      if (part.pts === this.#lastPts) part.pts = AV_NOPTS_VALUE
      else this.#lastPts = part.pts
      part.dts = part.pts
      yield part
      part.unref()
    }
  }

  [Symbol.dispose](): void {
    this.#parser.close()
    this.#context.freeContext()
    this.#part.free()
  }
}
