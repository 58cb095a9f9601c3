import { lookup } from 'node:dns/promises'
import { constants } from 'node:os'
import {
  AVDISCARD_ALL,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
  AVSEEK_FLAG_BYTE,
  Codec,
  Dictionary,
  FormatContext,
  InputFormat,
  type Packet,
  type Stream,
} from 'node-av'
import type { Opening } from './address.ts'
import { SourceError, sourceError } from './words.ts'

const lookUpMsMax = 3_000
/** From calling to being connected and knowing the streams: cameras that must wake up take seconds. */
const openMsMax = 6_000
/** Nobody has called for this long: say so, and listen anew. */
const listenMsMax = 30_000
/** From being connected to the first picture: cameras may wait for a key frame of up to 4 s. */
const firstPictureMsMax = 8_000
/** A connection on which nothing comes at all for this long is dead: what was pulled out and is back has forgotten it. */
const silenceMsMax = 1_500
/** The same, when it brings something, but no picture. */
const pictureMsMax = 3_000

export interface InputTrack {
  readonly index: number
  readonly stream: Stream
  readonly decoder: Codec
}

/** FFmpeg's input. Every wait is bounded and can be interrupted; every failure is a SourceError, or the signal's reason. */
export class Input implements AsyncDisposable {
  readonly #opening: Opening
  readonly #signal: AbortSignal
  readonly #context = new FormatContext()
  readonly #interrupt = () => this.#context.interrupt()
  #givingUp: SourceError | null = null
  #connected = false
  #silence: NodeJS.Timeout | undefined
  #noPicture: NodeJS.Timeout | undefined

  constructor(opening: Opening, signal: AbortSignal) {
    this.#opening = opening
    this.#signal = signal
    this.#context.allocContext()
    signal.addEventListener('abort', this.#interrupt)
  }

  async open(): Promise<void> {
    const { url, format, options, host, manner, place, declaresStreams } = this.#opening
    this.#signal.throwIfAborted()
    if (host && manner === 'calls') await lookUp(host, this.#signal)
    const inputFormat = format === null ? null : InputFormat.findInputFormat(format)
    if (format !== null && !inputFormat)
      throw new SourceError('unknown_format', `FFmpeg here does not know "${format}"`)
    const waits = manner === 'waits'
    const late = waits
      ? new SourceError('nobody_called', `Nobody has sent anything to ${place} yet`)
      : new SourceError('no_answer', `${place} does not answer`)
    const limit = this.#giveUpAfter(waits ? listenMsMax : openMsMax, late)
    const given = Dictionary.fromObject(options)
    try {
      this.#check(await this.#context.openInput(url, inputFormat, given))
      if (!declaresStreams) this.#check(await this.#context.findStreamInfo(null))
    } finally {
      given.free()
      clearTimeout(limit)
    }
    this.#connected = true
    if (manner === 'plays') return
    this.#silence = this.#giveUpAfter(silenceMsMax, new SourceError('silent', `Nothing comes from ${place} any more`))
    this.#noPicture = this.#giveUpAfter(firstPictureMsMax, this.#silent())
  }

  /** The first stream of a kind; null when there is none. @throws SourceError when it cannot be decoded */
  track(kind: 'video' | 'audio'): InputTrack | null {
    const type = kind === 'video' ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO
    const stream = this.#context.streams.find(({ codecpar }) => codecpar.codecType === type)
    if (!stream) return null
    const decoder = Codec.findDecoder(stream.codecpar.codecId)
    if (decoder) return { index: stream.index, stream, decoder }
    throw new SourceError('unknown_format', `${this.#opening.place} sends ${kind} that cannot be decoded`)
  }

  /** Whatever is not needed is not even taken apart. */
  discardAllBut(tracks: readonly InputTrack[]): void {
    for (const stream of this.#context.streams) {
      if (!tracks.some(({ index }) => index === stream.index)) stream.discard = AVDISCARD_ALL
    }
  }

  /** @returns false at the end of what is played */
  async read(packet: Packet): Promise<boolean> {
    const code = await this.#context.readFrame(packet)
    if (code === AVERROR_EOF && this.#opening.manner === 'plays') return false
    this.#check(code)
    this.#silence?.refresh()
    return true
  }

  /** A picture has come: the next is expected soon. */
  pictureCame(first: boolean): void {
    if (!first) this.#noPicture?.refresh()
    else if (this.#noPicture) {
      clearTimeout(this.#noPicture)
      this.#noPicture = this.#giveUpAfter(pictureMsMax, this.#silent())
    }
  }

  /** Back to the beginning of a file: by its bytes where the format allows, as that needs no search. */
  async rewind(): Promise<void> {
    if ((await this.#context.seekFrame(-1, 0n, AVSEEK_FLAG_BYTE)) >= 0) return
    const start = this.#context.startTime
    this.#check(await this.#context.seekFrame(-1, start > 0n ? start : 0n, AVSEEK_FLAG_BACKWARD))
  }

  #silent = () => new SourceError('silent', `${this.#opening.place} is connected but sends no picture`)

  #giveUpAfter(ms: number, error: SourceError): NodeJS.Timeout {
    return setTimeout(() => {
      this.#givingUp = error
      this.#interrupt()
    }, ms)
  }

  #check(code: number): void {
    this.#signal.throwIfAborted()
    if (this.#givingUp) throw this.#givingUp
    if (code >= 0) return
    const { place, overNetwork } = this.#opening
    // SRT and RTMP say no more than this: when the other side goes away, and when it does not let us in.
    const [isVague, broken] = [code === -constants.errno.EIO, -constants.errno.EPIPE]
    if (isVague && !this.#connected && overNetwork)
      throw new SourceError('denied', `${place} does not let us in: nobody is there, or the password is another`)
    throw sourceError(isVague && this.#connected ? broken : code, place)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#silence)
    clearTimeout(this.#noPicture)
    this.#signal.removeEventListener('abort', this.#interrupt)
    await this.#context.closeInput()
  }
}

/** FFmpeg's own look-up can neither be bounded nor interrupted; once this one has succeeded it is quick. */
async function lookUp(host: string, signal: AbortSignal): Promise<void> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(lookUpMsMax)])
  const givenUp = new Promise<never>((_, reject) => {
    bounded.addEventListener('abort', () => reject(bounded.reason), { once: true })
  })
  try {
    await Promise.race([lookup(host), givenUp])
  } catch (cause) {
    signal.throwIfAborted()
    throw new SourceError('unknown_host', `No computer is known by the name ${host}`, { cause })
  }
}
