import { Dictionary, type Encoder, FFmpegError, FormatContext, IOContext, type Packet, type Stream } from 'node-av'

const ioBytes = 64 * 1024
/**
 * Its tables are repeated with each key frame, so that anyone may join; sound waits for no full packet. Each picture says
 * how long it is: whoever reads would otherwise learn only from the next one that it has ended.
 */
const options = {
  mpegts_flags: 'resend_headers+pat_pmt_at_frames',
  pes_payload_size: '0',
  omit_video_pes_length: '0',
}

/** Writes MPEG-TS packet by packet, as they come: neither sound nor picture waits for the other. */
export class TransportStream implements AsyncDisposable {
  readonly #format = new FormatContext()
  readonly #io = new IOContext()
  readonly #streams: readonly Stream[]
  #written: Buffer[] = []

  /** @param encoders each opened already; a stream for each, in this order. @throws FFmpegError */
  static async open(encoders: readonly Encoder[]): Promise<TransportStream> {
    const stream = new TransportStream(encoders)
    const dictionary = Dictionary.fromObject(options)
    try {
      FFmpegError.throwIfError(await stream.#format.writeHeader(dictionary), 'MPEG-TS header')
    } finally {
      dictionary.free()
    }
    return stream
  }

  private constructor(encoders: readonly Encoder[]) {
    FFmpegError.throwIfError(this.#format.allocOutputContext2(null, 'mpegts', null), 'MPEG-TS')
    // The memory is FFmpeg's own and is written over: keep a copy.
    const keep = (bytes: Buffer) => {
      this.#written.push(Buffer.from(bytes))
      return bytes.length
    }
    this.#io.allocContextWithCallbacks(ioBytes, 1, null, keep, null)
    this.#format.pb = this.#io
    this.#streams = encoders.map((encoder) => {
      const context = encoder.getCodecContext()
      if (!context) throw new Error('An encoder must be opened before its stream')
      const made = this.#format.newStream()
      made.timeBase = context.timeBase
      FFmpegError.throwIfError(made.codecpar.fromContext(context), 'stream parameters')
      return made
    })
  }

  /** @param packet in its encoder's time base, which is that of the context; it is left empty. @throws FFmpegError */
  async write(packet: Packet, index: number, encoder: Encoder): Promise<Buffer> {
    const [stream, context] = [this.#streams[index], encoder.getCodecContext()]
    if (!stream || !context) throw new Error('There is no such stream')
    packet.rescaleTs(context.timeBase, stream.timeBase)
    packet.streamIndex = index
    FFmpegError.throwIfError(await this.#format.writeFrame(packet), 'MPEG-TS packet')
    // A null packet writes out what the muxer holds back.
    FFmpegError.throwIfError(await this.#format.writeFrame(null), 'MPEG-TS flush')
    await this.#io.flush()
    return Buffer.concat(this.#written.splice(0))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The muxer must not know its memory any more when it goes: it would free it as well.
    this.#format.pb = null
    this.#io.freeContext()
    this.#format.freeContext()
  }
}
