import '../without-eval.ts'
import { readPreviewMessage } from './preview-message.ts'

/** Window → worker: the canvas once, then the address whenever it changes; null while there is none. */
export type PreviewCommand =
  | { readonly type: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly type: 'address'; readonly url: string | null }

/** Worker → window, every half second. `drawnAt` and `capturedAt` are of the newest drawn frame: local clock, and the studio's. */
export interface PreviewStatus {
  readonly state: 'connecting' | 'playing' | 'failed'
  readonly frames: number
  readonly drawnAt: number | null
  readonly capturedAt: number | null
  readonly width: number
  readonly height: number
}

/** Frames that wait to be decoded; with more, the rest is skipped up to the next key frame: late is worse than jerky. */
const decodeQueueMax = 8
const statusEveryMs = 500
const reconnectMs = 1_000

let canvas: OffscreenCanvas | undefined
let url: string | null = null
let socket: WebSocket | undefined
let retry: ReturnType<typeof setTimeout> | undefined
let decoder: VideoDecoder | undefined
let needsKeyFrame = true
let state: PreviewStatus['state'] = 'connecting'
let frames = 0
let drawnAt: number | null = null
let capturedAt: number | null = null

function connect(): void {
  clearTimeout(retry)
  socket?.close()
  socket = undefined
  state = 'connecting'
  if (url === null) return
  const opened = new WebSocket(url)
  socket = opened
  opened.binaryType = 'arraybuffer'
  opened.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (opened === socket && event.data instanceof ArrayBuffer) receive(event.data)
  })
  opened.addEventListener('close', () => {
    if (opened !== socket) return
    state = 'connecting'
    retry = setTimeout(connect, reconnectMs)
  })
}

function receive(buffer: ArrayBuffer): void {
  const message = readPreviewMessage(buffer)
  if (message === undefined) return
  if (message.type === 'configuration') {
    configure(message.codec, message.width, message.height)
    return
  }
  if (decoder?.state !== 'configured') return
  if (decoder.decodeQueueSize > decodeQueueMax) needsKeyFrame = true
  if (needsKeyFrame && !message.key) return
  needsKeyFrame = false
  const timestamp = Math.round(message.capturedAt * 1000)
  decoder.decode(new EncodedVideoChunk({ type: message.key ? 'key' : 'delta', timestamp, data: message.data }))
}

function configure(codec: string, codedWidth: number, codedHeight: number): void {
  if (decoder !== undefined && decoder.state !== 'closed') decoder.close()
  needsKeyFrame = true
  const made = new VideoDecoder({
    output: draw,
    error: () => {
      if (made !== decoder) return
      // A broken stream or a codec that is not there: join again, with a pause.
      retry = setTimeout(connect, reconnectMs)
      state = 'failed'
    },
  })
  decoder = made
  made.configure({ codec, codedWidth, codedHeight, optimizeForLatency: true })
}

function draw(frame: VideoFrame): void {
  if (canvas !== undefined) {
    if (canvas.width !== frame.displayWidth) canvas.width = frame.displayWidth
    if (canvas.height !== frame.displayHeight) canvas.height = frame.displayHeight
    canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0)
    state = 'playing'
    frames++
    drawnAt = Date.now()
    capturedAt = frame.timestamp / 1000
  }
  frame.close()
}

self.addEventListener('message', ({ data: command }: MessageEvent<PreviewCommand>) => {
  if (command.type === 'canvas') canvas = command.canvas
  else if (command.url !== url || socket === undefined) {
    url = command.url
    connect()
  }
})

setInterval(() => {
  const status: PreviewStatus = {
    state,
    frames,
    drawnAt,
    capturedAt,
    width: canvas?.width ?? 0,
    height: canvas?.height ?? 0,
  }
  self.postMessage(status)
}, statusEveryMs)
