import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { Feed } from '../encode/index.ts'
import type { CapturedFrame } from '../frame/index.ts'
import { type MediaConfiguration, previewMessage } from '../messages/index.ts'
import { admitted } from './preview-admission.ts'
import { nalUnits } from '../rtp/index.ts'

const windowsMax = 8
/** More than this waiting for one window: it is too slow and goes on at the next key frame. About 2 s of preview. */
const bufferedBytesMax = 256 * 1024
/** Windows only listen. */
const incomingBytesMax = 1024
const sequenceParameterSet = 7

interface Window {
  readonly socket: WebSocket
  /** It was told the codec and has had a key frame since it last missed a picture. */
  following: boolean
  configured: string
}

/** The preview for the control room's windows: a small H.264 feed over WebSocket, encoded only while somebody looks. */
export class Preview implements AsyncDisposable {
  readonly #server: WebSocketServer
  readonly #configuration: MediaConfiguration['preview']
  readonly #windows = new Set<Window>()
  #feed: Feed | null = null
  #skipped = 0

  /** @throws Error `EADDRINUSE` when the port is taken */
  static async open(configuration: MediaConfiguration['preview'], port: number, token: string): Promise<Preview> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port,
      maxPayload: incomingBytesMax,
      perMessageDeflate: false,
      verifyClient: ({ req }: { req: IncomingMessage }, answer) => {
        if (server.clients.size >= windowsMax) answer(false, 503, 'Too many windows')
        else if (!admitted(req, token)) answer(false, 401, 'No valid token')
        else answer(true)
      },
    })
    await once(server, 'listening')
    return new Preview(configuration, server)
  }

  private constructor(configuration: MediaConfiguration['preview'], server: WebSocketServer) {
    this.#configuration = configuration
    this.#server = server
    server.on('connection', (socket) => {
      const window = { socket, following: false, configured: '' }
      this.#windows.add(window)
      socket.on('close', () => this.#windows.delete(window))
      socket.on('error', () => socket.terminate())
      this.#feed?.requestKeyFrame()
    })
  }

  get windows(): number {
    return this.#windows.size
  }

  /** Pictures that were not sent to a window because it was too slow. */
  get skipped(): number {
    return this.#skipped
  }

  get feed(): Feed | null {
    return this.#feed
  }

  /** @throws FFmpegError */
  async encode(captured: CapturedFrame): Promise<void> {
    if (this.#windows.size === 0) return
    await this.#feedFor(captured.frame.width, captured.frame.height).encode(captured)
  }

  /** One feed for each shape of picture: after a change of camera the aspect may be another. */
  #feedFor(sourceWidth: number, sourceHeight: number): Feed {
    const width = Math.min(this.#configuration.width, sourceWidth) & ~1
    const height = Math.round((width * sourceHeight) / sourceWidth) & ~1
    const current = this.#feed?.settings
    if (this.#feed && current?.width === width && current.height === height) return this.#feed
    this.#feed?.[Symbol.dispose]()
    const { fps, bitrate } = this.#configuration
    this.#feed = new Feed({ width, height, fps, bitrate }, ({ data, key, capturedAt }) => {
      const configuration = key ? configurationMessage(data, width, height) : ''
      const message = frameMessage(data, key, capturedAt)
      for (const window of this.#windows) this.#send(window, message, configuration)
    })
    return this.#feed
  }

  /** @param configuration the decoder's, with a key frame; empty with others */
  #send(window: Window, message: Buffer, configuration: string): void {
    if (window.socket.bufferedAmount > bufferedBytesMax) window.following = false
    else if (configuration) window.following = true
    if (!window.following) {
      this.#skipped++
      return
    }
    if (configuration && configuration !== window.configured) {
      window.configured = configuration
      window.socket.send(Buffer.concat([Buffer.of(previewMessage.configuration), Buffer.from(configuration)]))
    }
    window.socket.send(message)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.#windows) socket.terminate()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#feed?.[Symbol.dispose]()
    this.#feed = null
  }
}

/** The decoder's configuration as WebCodecs wants it: the profile and level of the key frame's own parameters. */
function configurationMessage(keyFrame: Buffer, width: number, height: number): string {
  const parameters = nalUnits(keyFrame).find((unit) => ((unit[0] ?? 0) & 0x1f) === sequenceParameterSet)
  if (!parameters) throw new Error('A key frame without its parameters cannot be shown')
  return JSON.stringify({ codec: `avc1.${parameters.toString('hex', 1, 4)}`, width, height })
}

function frameMessage(data: Buffer, key: boolean, capturedAt: number): Buffer {
  const message = Buffer.allocUnsafe(9 + data.length)
  message.writeUInt8(key ? previewMessage.keyFrame : previewMessage.deltaFrame, 0)
  message.writeDoubleBE(capturedAt, 1)
  data.copy(message, 9)
  return message
}
