import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { freePorts } from './free-ports.ts'

const janusPath = '/usr/bin/janus'
/** Tried so often, with 100 ms between, until Janus listens. */
const triesMax = 100

/** Debian's Janus with one H.264 stream of its streaming plugin, as its manual sets it up. */
export class Janus implements AsyncDisposable {
  readonly rtpPort: number
  readonly #socketPort: number
  readonly #opened: AsyncDisposableStack

  static async start(): Promise<Janus> {
    await using opened = new AsyncDisposableStack()
    const [socketPort = 0, rtpPort = 0] = await freePorts(2)
    const folder = opened.adopt(mkdtempSync(join(tmpdir(), 'tablecast-janus-')), (path) =>
      rmSync(path, { recursive: true }),
    )
    const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.jcfg`), text)
    write(
      'janus',
      `general: { configs_folder = "${folder}" }
       plugins: { disable = "${others.map((name) => `libjanus_${name}.so`).join(',')}" }
       transports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so" }`,
    )
    write('janus.transport.websockets', `general: { ws = true\n ws_port = ${socketPort}\n ws_ip = "127.0.0.1" }`)
    write(
      'janus.plugin.streaming',
      `bench: { type = "rtp"\n id = 1\n media = ({ type = "video"\n mid = "v"\n port = ${rtpPort}\n pt = 96\n codec = "h264"
         fmtp = "profile-level-id=42e01f;packetization-mode=1" }) }`,
    )
    const child = spawn(janusPath, ['-F', folder], { stdio: 'ignore' })
    opened.defer(async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    })
    for (let i = 0; ; i++) {
      if (await listens(socketPort)) break
      if (i === triesMax || child.exitCode !== null) throw new Error('Janus does not start')
      await wait(100)
    }
    return new Janus(socketPort, rtpPort, opened.move())
  }

  private constructor(socketPort: number, rtpPort: number, opened: AsyncDisposableStack) {
    this.#socketPort = socketPort
    this.rtpPort = rtpPort
    this.#opened = opened
  }

  /** A page that watches the stream, shown as the browser would. */
  async watch(browser: Browser): Promise<Page> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end('<video autoplay playsinline muted></video>')
    })
    this.#opened.defer(() => void server.close())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.evaluate(watchJanus, `ws://127.0.0.1:${this.#socketPort}/`)
    return page
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }
}

const others = [
  'audiobridge',
  'duktape',
  'echotest',
  'lua',
  'nosip',
  'recordplay',
  'sip',
  'textroom',
  'videocall',
  'videoroom',
  'voicemail',
]

function listens(port: number): Promise<boolean> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'janus-protocol')
  return new Promise((resolve) => {
    socket.onopen = () => resolve(true)
    socket.onerror = () => resolve(false)
  }).finally(() => socket.close()) as Promise<boolean>
}

/** In the browser: session → handle → watch → start. Resolves when frames are shown. */
async function watchJanus(url: string): Promise<void> {
  const socket = new WebSocket(url, 'janus-protocol')
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  let asks = 0
  const place: { session_id?: number; handle_id?: number } = {}
  /** Resolves with the first message about it that is more than "heard". */
  const ask = (message: object) =>
    new Promise<{ data?: { id: number }; jsep?: RTCSessionDescriptionInit }>((resolve) => {
      const transaction = `${++asks}`
      const listen = ({ data }: MessageEvent<string>) => {
        const answer = JSON.parse(data)
        if (answer.transaction !== transaction || answer.janus === 'ack') return
        socket.removeEventListener('message', listen)
        resolve(answer)
      }
      socket.addEventListener('message', listen)
      socket.send(JSON.stringify({ transaction, ...place, ...message }))
    })
  const id = async (answer: Promise<{ data?: { id: number } }>) => (await answer).data?.id ?? Number.NaN
  place.session_id = await id(ask({ janus: 'create' }))
  place.handle_id = await id(ask({ janus: 'attach', plugin: 'janus.plugin.streaming' }))
  setInterval(() => void ask({ janus: 'keepalive' }), 20_000)
  const { jsep } = await ask({ janus: 'message', body: { request: 'watch', id: 1 } })
  if (!jsep) throw new Error('Janus offers nothing')
  const peer = new RTCPeerConnection()
  const video = document.querySelector('video') as HTMLVideoElement
  peer.ontrack = ({ track }) => {
    video.srcObject = new MediaStream([track])
  }
  peer.onicecandidate = ({ candidate }) => void ask({ janus: 'trickle', candidate: candidate ?? { completed: true } })
  await peer.setRemoteDescription(jsep)
  await peer.setLocalDescription(await peer.createAnswer())
  await ask({ janus: 'message', body: { request: 'start' }, jsep: peer.localDescription })
  Object.assign(window, { peer })
  await new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()))
}
