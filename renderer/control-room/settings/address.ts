import type { SourceSettings } from './draft.ts'

export type SourceAddress = SourceSettings['address']
type Kind = SourceAddress['kind']

/** One field of an address, as a person fills it in. */
export interface AddressField {
  readonly key: string
  readonly label: string
  readonly input: 'text' | 'url' | 'number' | 'secret' | 'device' | readonly string[]
  readonly unit?: string
  readonly placeholder?: string
  readonly optional?: boolean
}

const size: readonly AddressField[] = [
  { key: 'width', label: 'Width', input: 'number', unit: 'px', optional: true },
  { key: 'height', label: 'Height', input: 'number', unit: 'px', optional: true },
  { key: 'fps', label: 'Rate', input: 'number', unit: 'fps', optional: true },
]
const modes = ['caller', 'listener'] as const

/** Every kind of source: its name, a new one, and what it asks for. */
export const addressKinds: {
  readonly [K in Kind]: {
    readonly name: string
    readonly fresh: Extract<SourceAddress, { kind: K }>
    readonly fields: readonly AddressField[]
  }
} = {
  device: {
    name: 'Camera or grabber',
    fresh: { kind: 'device', device: '' },
    fields: [
      { key: 'device', label: 'Device', input: 'device' },
      ...size,
      { key: 'format', label: 'Format', input: 'text', placeholder: 'mjpeg, h264, yuyv422 …', optional: true },
    ],
  },
  rtsp: {
    name: 'RTSP',
    fresh: { kind: 'rtsp', url: 'rtsp://', transport: 'tcp' },
    fields: [
      { key: 'url', label: 'Address', input: 'url', placeholder: 'rtsp://camera/stream' },
      { key: 'transport', label: 'Transport', input: ['tcp', 'udp'] },
    ],
  },
  srt: {
    name: 'SRT',
    fresh: { kind: 'srt', url: 'srt://', mode: 'caller', latencyMs: 60 },
    fields: [
      { key: 'url', label: 'Address', input: 'url', placeholder: 'srt://encoder:9000' },
      { key: 'mode', label: 'We are the', input: modes },
      { key: 'latencyMs', label: 'Latency', input: 'number', unit: 'ms' },
      { key: 'passphrase', label: 'Passphrase', input: 'secret', optional: true },
    ],
  },
  rtmp: {
    name: 'RTMP',
    fresh: { kind: 'rtmp', url: 'rtmp://', mode: 'listener' },
    fields: [
      { key: 'url', label: 'Address', input: 'url', placeholder: 'rtmp://0.0.0.0:1935/live/wheel' },
      { key: 'mode', label: 'We are the', input: modes },
    ],
  },
  udp: {
    name: 'MPEG-TS over UDP',
    fresh: { kind: 'udp', url: 'udp://' },
    fields: [{ key: 'url', label: 'Address', input: 'url', placeholder: 'udp://239.0.0.1:5000' }],
  },
  tcp: {
    name: 'MPEG-TS over TCP',
    fresh: { kind: 'tcp', host: '127.0.0.1', port: 9000 },
    fields: [
      { key: 'host', label: 'Host', input: 'text' },
      { key: 'port', label: 'Port', input: 'number' },
    ],
  },
  file: {
    name: 'File, looped',
    fresh: { kind: 'file', path: '' },
    fields: [{ key: 'path', label: 'Path', input: 'text', placeholder: '/media/wheel.mp4' }],
  },
  pattern: {
    name: 'Test pattern',
    fresh: { kind: 'pattern', width: 1280, height: 720, fps: 30 },
    fields: size.map(({ optional: _, ...field }) => field),
  },
}

export const kindsOf = Object.keys(addressKinds) as Kind[]

const hidden = '••••••'
/** Parts of a query that let someone in. */
const secretParameters = ['passphrase', 'password', 'token', 'key', 'streamid']

/** An address as it may stand on a screen that others see. */
export function maskedUrl(url: string): string {
  const parameters = new RegExp(`([?&](?:${secretParameters.join('|')})=)[^&#]+`, 'gi')
  return url.replace(/^([a-z]+:\/\/[^/@:]*):[^/@]+@/i, `$1:${hidden}@`).replace(parameters, `$1${hidden}`)
}

/** Where a source comes from, in a line. */
export function addressWords(address: SourceAddress): string {
  switch (address.kind) {
    case 'device':
      return address.device
    case 'tcp':
      return `${address.host}:${address.port}`
    case 'file':
      return address.path
    case 'pattern':
      return `${address.width} × ${address.height}, ${address.fps} fps`
    default:
      return maskedUrl(address.url)
  }
}
