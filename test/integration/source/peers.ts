/** Debian's programs as cameras and encoders: each can be pulled away and brought back. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30']
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=44100']
const coding = [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-g', '15'],
  ...['-pix_fmt', 'yuv420p', '-c:a', 'aac'],
]
const transportStream = ['-f', 'mpegts', '-mpegts_flags', 'resend_headers', '-pes_payload_size', '0']
const rtspServer = fileURLToPath(new URL('rtsp-server.py', import.meta.url))

/** One kind of source: how ours is told of it, and the program on the other side. */
export interface Kind {
  readonly name: string
  readonly address: object
  readonly command: readonly [string, ...string[]]
}

const ffmpeg = (...output: string[]): readonly [string, ...string[]] => [
  'ffmpeg',
  ...['-v', 'quiet', '-nostdin', '-re', ...picture, '-re', ...tone, ...coding, ...output],
]

/** @param port the first of ten that are free */
export function kinds(port: number): readonly Kind[] {
  const at = (scheme: string, offset: number, rest = '') => `${scheme}://127.0.0.1:${port + offset}${rest}`
  const secret = 'a secret of this test'
  return [
    {
      name: 'srt-listener',
      address: { kind: 'srt', url: at('srt', 0), mode: 'listener', passphrase: secret },
      command: ffmpeg(...transportStream, '-passphrase', secret, at('srt', 0, '?mode=caller')),
    },
    {
      name: 'srt-caller',
      address: { kind: 'srt', url: at('srt', 1), mode: 'caller' },
      command: ffmpeg(...transportStream, at('srt', 1, '?mode=listener')),
    },
    {
      name: 'rtmp-listener',
      address: { kind: 'rtmp', url: at('rtmp', 2, '/live/camera'), mode: 'listener' },
      command: ffmpeg('-f', 'flv', at('rtmp', 2, '/live/camera')),
    },
    {
      name: 'udp',
      address: { kind: 'udp', url: at('udp', 3) },
      command: ffmpeg(...transportStream, at('udp', 3, '?pkt_size=1316')),
    },
    {
      name: 'tcp',
      address: { kind: 'tcp', host: '127.0.0.1', port: port + 4 },
      command: ffmpeg(...transportStream, at('tcp', 4, '?listen=1')),
    },
    {
      name: 'rtsp',
      address: { kind: 'rtsp', url: at('rtsp', 5, '/camera') },
      command: ['/usr/bin/python3', rtspServer, `${port + 5}`],
    },
    {
      name: 'rtsp-udp',
      address: { kind: 'rtsp', url: at('rtsp', 6, '/camera'), transport: 'udp' },
      command: ['/usr/bin/python3', rtspServer, `${port + 6}`],
    },
  ]
}

/** The other side, running. Those that a caller finds nobody at end by themselves: they are started again. */
export class Peer implements AsyncDisposable {
  readonly #kind: Kind
  #child: ChildProcess | null = null
  #wanted = false

  constructor(kind: Kind) {
    this.#kind = kind
  }

  bringBack(): void {
    this.#wanted = true
    const [program, ...args] = this.#kind.command
    const child = spawn(program, args, { stdio: 'ignore' })
    this.#child = child
    child.on('exit', () => {
      if (this.#wanted && this.#child === child) this.bringBack()
    })
  }

  /** As when the cable is pulled: nothing is said to the other side. */
  async pullAway(): Promise<void> {
    this.#wanted = false
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pullAway()
  }
}
