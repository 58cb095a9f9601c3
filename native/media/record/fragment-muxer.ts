import { Dictionary, FFmpegError, type FormatContext, IOContext } from 'node-av'
import type { SourcePacket } from '../frame/index.ts'
import type { KeptStream } from './kept-stream.ts'
import { mp4Output, PacketWriter } from './mp4-output.ts'

const ioBufferBytes = 64 * 1024
/**
 * Whatever comes from one key frame to the next is one fragment, whole in itself; the file's header comes with the first.
 * No index at the end: its places would be counted in the memory, not in the file.
 */
const movflags = 'frag_keyframe+delay_moov+default_base_moof+skip_trailer'

/**
 * Where a feed's muxers write, one after the other: memory. It is kept from one to the next because node-av does not give
 * the buffer of a freed one back.
 */
export class FragmentMemory implements Disposable {
  readonly io = new IOContext()
  #written: Buffer[] = []

  constructor() {
    this.io.allocContextWithCallbacks(ioBufferBytes, 1, null, (bytes) => {
      this.#written.push(bytes)
      return bytes.length
    })
  }

  /** What was written since the last call; null when nothing was. */
  take(): Buffer | null {
    const written = this.#written
    this.#written = []
    return written.length > 0 ? Buffer.concat(written) : null
  }

  [Symbol.dispose](): void {
    this.io.freeContext()
  }
}

/**
 * Packets in, fragments of an MP4 file out: nothing here waits for a disk. Its calls are synchronous, as the muxer only
 * copies memory.
 */
export class FragmentMuxer implements Disposable {
  readonly #memory: FragmentMemory
  readonly #output: FormatContext
  readonly #writer: PacketWriter

  /** @param from UTC ms of the first picture @throws FFmpegError when MP4 cannot carry the streams */
  constructor(memory: FragmentMemory, streams: readonly KeptStream[], from: number) {
    this.#memory = memory
    this.#output = mp4Output(null, streams, from)
    this.#writer = new PacketWriter(this.#output, streams, from)
    this.#output.pb = memory.io
    const options = Dictionary.fromObject({ movflags })
    try {
      FFmpegError.throwIfError(this.#output.writeHeaderSync(options), 'MP4 header')
    } catch (cause) {
      this[Symbol.dispose]()
      throw cause
    } finally {
      options.free()
    }
  }

  /** The fragment that this packet ended; null while one is being filled. @throws FFmpegError for a packet that does not fit */
  write(packet: SourcePacket): Buffer | null {
    const prepared = this.#writer.prepare(packet)
    if (prepared) FFmpegError.throwIfError(this.#output.writeFrameSync(prepared), 'MP4 packet')
    return this.#memory.take()
  }

  /** The last fragment. Nothing can be written afterwards. @throws FFmpegError */
  end(): Buffer | null {
    FFmpegError.throwIfError(this.#output.writeTrailerSync(), 'MP4 end')
    return this.#memory.take()
  }

  [Symbol.dispose](): void {
    this.#writer[Symbol.dispose]()
    this.#output.pb = null
    this.#output.freeContext()
    // What it had not handed over belongs to no other file.
    this.#memory.take()
  }
}
