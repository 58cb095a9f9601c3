import '../without-eval.ts'
import type { PreviewWish } from '../../../native/media/messages/preview.ts'
import { FeedPicture } from './feed-picture.ts'
import type { FeedState } from './freshness.ts'
import { readPreviewMessage, type SoundLevels } from './preview-message.ts'
import { WishLog } from './wish.ts'

/** Window → worker. A tile's canvas comes once; the address and the wish whenever they change. */
export type PreviewCommand =
  | { readonly type: 'address'; readonly url: string | null }
  | { readonly type: 'open'; readonly tile: number; readonly canvas: OffscreenCanvas }
  | { readonly type: 'close'; readonly tile: number }
  | { readonly type: 'wish'; readonly tiles: readonly number[]; readonly wish: PreviewWish }

/** Worker → window: a tile's state when it changes and its count of pictures now and then; its levels as they come. */
export type PreviewReport =
  | { readonly type: 'tile'; readonly tile: number; readonly state: FeedState; readonly frames: number }
  | { readonly type: 'levels'; readonly tile: number; readonly levels: SoundLevels }

const lookEveryMs = 50
/** The count of pictures is told in every so many looks. */
const looksPerCount = 10
const reconnectMs = 1_000

const pictures = new Map<number, FeedPicture>()
const told = new Map<number, string>()
const log = new WishLog()
let wished: Extract<PreviewCommand, { type: 'wish' }> | undefined
let url: string | null = null
let socket: WebSocket | undefined
let retry: ReturnType<typeof setTimeout> | undefined

function report(made: PreviewReport): void {
  self.postMessage(made)
}

function connect(): void {
  clearTimeout(retry)
  socket?.close()
  socket = undefined
  if (url === null) return
  const opened = new WebSocket(url)
  socket = opened
  opened.binaryType = 'arraybuffer'
  opened.addEventListener('open', () => {
    log.begin()
    for (const picture of pictures.values()) picture.wanted(Date.now())
    sendWish()
  })
  opened.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (opened === socket && event.data instanceof ArrayBuffer) receive(event.data)
  })
  opened.addEventListener('close', () => {
    if (opened === socket) retry = setTimeout(connect, reconnectMs)
  })
}

function sendWish(): void {
  if (socket?.readyState !== WebSocket.OPEN || wished === undefined) return
  log.add(wished.tiles)
  socket.send(JSON.stringify(wished.wish))
}

function receive(buffer: ArrayBuffer): void {
  const message = readPreviewMessage(buffer)
  const tile = message && log.tileOf(message)
  if (message === undefined || tile === undefined) return
  if (message.type === 'levels') report({ type: 'levels', tile, levels: message.levels })
  else pictures.get(tile)?.receive(message)
}

/** Tiles that come into sight are given a moment before they count as stopped. */
function wish(command: Extract<PreviewCommand, { type: 'wish' }>): void {
  for (const tile of command.tiles) if (!wished?.tiles.includes(tile)) pictures.get(tile)?.wanted(Date.now())
  wished = command
  sendWish()
}

self.addEventListener('message', ({ data: command }: MessageEvent<PreviewCommand>) => {
  switch (command.type) {
    case 'open':
      pictures.set(command.tile, new FeedPicture(command.canvas))
      break
    case 'close':
      pictures.get(command.tile)?.[Symbol.dispose]()
      pictures.delete(command.tile)
      told.delete(command.tile)
      break
    case 'wish':
      wish(command)
      break
    case 'address':
      if (command.url === url && socket !== undefined) break
      url = command.url
      connect()
  }
})

let looks = 0
setInterval(() => {
  const counts = looks++ % looksPerCount === 0
  for (const [tile, picture] of pictures) {
    // What is out of sight is not fetched, so it is not late either.
    if (!wished?.tiles.includes(tile)) continue
    const state = picture.look(Date.now())
    const words = JSON.stringify(state)
    if (!counts && told.get(tile) === words) continue
    told.set(tile, words)
    report({ type: 'tile', tile, state, frames: picture.frames })
  }
}, lookEveryMs)
