import { describe, expect, it } from 'vitest'
import { sourceAddressSchema } from '../messages/index.ts'
import { openingOf } from './address.ts'

const opening = (address: unknown, platform: NodeJS.Platform = 'linux') =>
  openingOf(sourceAddressSchema.parse(address), platform)

describe('what the operator reads', () => {
  it.each([
    [{ kind: 'rtsp', url: 'rtsp://admin:secret@10.0.0.5:554/stream' }, '10.0.0.5:554'],
    [{ kind: 'srt', url: 'srt://10.0.0.5:9000?passphrase=secretsecret', mode: 'caller' }, '10.0.0.5:9000'],
    [{ kind: 'rtmp', url: 'rtmp://0.0.0.0:1935/live/secret', mode: 'listener' }, '0.0.0.0:1935'],
    [{ kind: 'udp', url: 'udp://@239.1.1.1:1234' }, '239.1.1.1:1234'],
    [{ kind: 'tcp', host: 'fe80::1', port: 7000 }, '[fe80::1]:7000'],
    [{ kind: 'file', path: '/films/wheel.mp4' }, '/films/wheel.mp4'],
  ])('%o is at %s', (address, place) => {
    expect(opening(address).place).toBe(place)
  })
})

it('asks for each device in the manner of its system', () => {
  const camera = { kind: 'device', device: 'cam', width: 1280, height: 720, fps: 30, format: 'mjpeg' }
  const size = { video_size: '1280x720', framerate: '30' }
  expect(opening(camera, 'linux')).toMatchObject({
    ...{ url: 'cam', format: 'v4l2', options: { ...size, input_format: 'mjpeg' } },
  })
  expect(opening(camera, 'darwin')).toMatchObject({ url: 'cam:none', format: 'avfoundation', options: size })
  expect(opening(camera, 'win32')).toMatchObject({ url: 'video=cam', format: 'dshow', options: size })
  expect(opening({ ...camera, device: '\\\\?\\usb#vid_1' }, 'win32').url).toBe('video=@device_pnp_\\\\?\\usb#vid_1')
})

it('gives SRT its mode, its latency in microseconds, and its passphrase beside the address', () => {
  const srt = { kind: 'srt', url: 'srt://0.0.0.0:9000', mode: 'listener', latencyMs: 80, passphrase: 'correct horse' }
  expect(opening(srt)).toMatchObject({
    ...{ url: 'srt://0.0.0.0:9000', format: 'mpegts', manner: 'waits' },
    options: { mode: 'listener', latency: '80000', passphrase: 'correct horse' },
  })
})

it('looks up names, never addresses', () => {
  expect(opening({ kind: 'tcp', host: 'camera.local', port: 1 }).host).toBe('camera.local')
  expect(opening({ kind: 'tcp', host: '10.0.0.5', port: 1 }).host).toBeNull()
  expect(opening({ kind: 'rtsp', url: 'rtsp://[fe80::1]:554/' }).host).toBeNull()
})

it('waits for those who come to us, calls the others, and keeps the pace of what it plays', () => {
  expect(opening({ kind: 'udp', url: 'udp://127.0.0.1:1' }).manner).toBe('waits')
  expect(opening({ kind: 'rtmp', url: 'rtmp://h/live', mode: 'caller' }).manner).toBe('calls')
  expect(opening({ kind: 'file', path: 'a:b.mp4' })).toMatchObject({
    url: 'file:a:b.mp4',
    manner: 'plays',
    loops: true,
  })
  expect(opening({ kind: 'pattern' })).toMatchObject({ manner: 'plays', loops: false, format: 'lavfi' })
})
