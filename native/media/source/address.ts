import { isIP, isIPv6 } from 'node:net'
import type { SourceAddress } from '../messages/index.ts'

/** How FFmpeg is asked for a source. */
export interface Opening {
  readonly url: string
  /** FFmpeg's name of the format; null: it finds out by itself. */
  readonly format: string | null
  readonly options: Readonly<Record<string, string>>
  /** Where it is, for the operator: without name, password or passphrase. */
  readonly place: string
  /** A name that must be looked up before we call; null when there is none. */
  readonly host: string | null
  /**
   * `calls`: we connect to it. `waits`: it comes to us, whenever it likes. `plays`: it is always there and would come as
   * fast as we read, so that we keep its pace.
   */
  readonly manner: 'calls' | 'waits' | 'plays'
  readonly overNetwork: boolean
  readonly loops: boolean
  /** The streams and their formats are known once it is open; otherwise some of the picture is read to find them. */
  readonly declaresStreams: boolean
}

const microseconds = 1_000
/** An answer to the call itself: a connection over TCP or SRT, ms. */
const answerMsMax = 3_000
/** MPEG-TS over UDP that the kernel keeps while we are busy, bytes. */
const udpBufferBytes = 1 << 20

/** Little is read before the first picture is shown; what is read is kept, as decoding begins with its key frame. */
const briefly = { probesize: '500000', analyzeduration: '500000', fpsprobesize: '0' }

/**
 * Each PES packet of MPEG-TS is taken as whole pictures, as encoders send them. FFmpeg's parsers would hold each picture
 * back until the next begins: a frame's time of delay, for nothing.
 */
const transportStream = { fflags: 'noparse+nofillin', probesize: '2000000' }

/** What FFmpeg needs to open `address`. Pure. */
export function openingOf(address: SourceAddress, platform: NodeJS.Platform): Opening {
  switch (address.kind) {
    case 'device':
      return device(address, platform)
    case 'rtsp':
      return {
        ...called(address.url, 'rtsp'),
        options: { ...briefly, rtsp_transport: address.transport, timeout: `${answerMsMax * microseconds}` },
      }
    case 'srt':
      return {
        ...(address.mode === 'caller' ? called(address.url, 'mpegts') : awaited(address.url, 'mpegts')),
        options: {
          ...transportStream,
          mode: address.mode,
          latency: `${address.latencyMs * microseconds}`,
          connect_timeout: `${answerMsMax}`,
          ...(address.passphrase === undefined ? {} : { passphrase: address.passphrase }),
        },
        declaresStreams: true,
      }
    case 'rtmp':
      return address.mode === 'caller'
        ? { ...called(address.url, 'flv'), options: { ...briefly, rtmp_live: 'live', rtmp_buffer: '100' } }
        : { ...awaited(address.url, 'flv'), options: { ...briefly, listen: '1' } }
    case 'udp':
      return {
        ...awaited(address.url, 'mpegts'),
        options: { ...transportStream, overrun_nonfatal: '1', buffer_size: `${udpBufferBytes}` },
        declaresStreams: true,
      }
    case 'tcp': {
      const host = isIPv6(address.host) ? `[${address.host}]` : address.host
      return {
        ...called(`tcp://${host}:${address.port}`, 'mpegts'),
        options: { ...transportStream, tcp_nodelay: '1', timeout: `${answerMsMax * microseconds}` },
        declaresStreams: true,
      }
    }
    case 'file':
      return { ...played(address.path), url: `file:${address.path}`, format: null, options: {}, loops: true }
    case 'pattern': {
      const { width, height, fps } = address
      const picture = `testsrc2=size=${width}x${height}:rate=${fps},format=yuv420p[out0]`
      const sound = 'sine=frequency=1000:sample_rate=48000[out1]'
      return { ...played('The test pattern'), url: `${picture};${sound}`, format: 'lavfi', options: {}, loops: false }
    }
  }
}

const called = (url: string, format: string) => ({
  ...{ url, format, place: placeOf(url), host: nameOf(url), manner: 'calls' as const },
  ...{ overNetwork: true, loops: false, declaresStreams: false },
})
const awaited = (url: string, format: string) => ({ ...called(url, format), manner: 'waits' as const })
const played = (place: string) => ({
  place,
  host: null,
  manner: 'plays' as const,
  overNetwork: false,
  declaresStreams: false,
})

/** Host and port alone. */
const placeOf = (url: string) => new URL(url).host

function nameOf(url: string): string | null {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? host : null
}

function device(address: Extract<SourceAddress, { kind: 'device' }>, platform: NodeJS.Platform): Opening {
  const { device: id, width, height, fps, format } = address
  const shared = {
    ...(width === undefined || height === undefined ? {} : { video_size: `${width}x${height}` }),
    ...(fps === undefined ? {} : { framerate: `${fps}` }),
  }
  const camera = {
    place: id,
    host: null,
    manner: 'calls',
    overNetwork: false,
    loops: false,
    declaresStreams: false,
  } as const
  if (platform === 'darwin') {
    const pixels = format === undefined ? {} : { pixel_format: format }
    return { ...camera, url: `${id}:none`, format: 'avfoundation', options: { ...briefly, ...shared, ...pixels } }
  }
  if (platform === 'win32') {
    // DirectShow's own name for a device at a path of plug and play.
    const name = id.startsWith('\\\\?\\') ? `@device_pnp_${id}` : id
    const codec = format === undefined ? {} : { vcodec: format }
    return { ...camera, url: `video=${name}`, format: 'dshow', options: { ...briefly, ...shared, ...codec } }
  }
  const input = format === undefined ? {} : { input_format: format }
  return { ...camera, url: id, format: 'v4l2', options: { ...briefly, ...shared, ...input } }
}
