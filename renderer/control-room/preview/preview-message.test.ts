import { describe, expect, it } from 'vitest'
import { previewMessage } from '../../../native/media/messages/preview.ts'
import { readPreviewMessage } from './preview-message.ts'

const place = 4
const wish = 255

function message(kind: number, ...parts: readonly Uint8Array[]): ArrayBuffer {
  return Uint8Array.from([kind, place, wish, ...parts.flatMap((part) => [...part])]).buffer
}
const text = (value: string) => new TextEncoder().encode(value)
function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}
function float32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length)
  values.forEach((value, i) => {
    new DataView(bytes.buffer).setFloat32(4 * i, value)
  })
  return bytes
}

describe('a preview message', () => {
  it('is a configuration, for one place of one wish', () => {
    const configuration = { codec: 'avc1.42e01f', width: 640, height: 360 }
    const read = readPreviewMessage(message(previewMessage.configuration, text(JSON.stringify(configuration))))
    expect(read).toEqual({ place, wish, type: 'configuration', configuration })
  })

  it.each([
    [previewMessage.keyFrame, true],
    [previewMessage.deltaFrame, false],
  ])('is a chunk with its capture time (kind %i)', (kind, key) => {
    const read = readPreviewMessage(message(kind, float64(1_795_000_000_123.5), new Uint8Array([0, 0, 0, 1, 0x65])))
    const data = new Uint8Array([0, 0, 0, 1, 0x65])
    expect(read).toEqual({ place, wish, type: 'chunk', key, capturedAt: 1_795_000_000_123.5, data })
  })

  it('is levels; loudness that cannot be measured is none', () => {
    const loud = readPreviewMessage(message(previewMessage.levels, float32(-6, -12.5, -23)))
    expect(loud).toEqual({ place, wish, type: 'levels', levels: { left: -6, right: -12.5, lufs: -23 } })
    const silent = readPreviewMessage(message(previewMessage.levels, float32(-90, -90, Number.NEGATIVE_INFINITY)))
    expect(silent).toMatchObject({ levels: { left: -90, lufs: null } })
  })

  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['half a head', Uint8Array.of(previewMessage.keyFrame, place).buffer],
    ['an unknown kind', message(9, text('{}'))],
    ['a configuration that is no JSON', message(previewMessage.configuration, text('{codec'))],
    ['a configuration without a size', message(previewMessage.configuration, text('{"codec":"avc1.42e01f"}'))],
    ['a chunk that ends in its head', message(previewMessage.keyFrame, float64(1))],
    ['a chunk without a time', message(previewMessage.deltaFrame, float64(Number.NaN), text('x'))],
    ['levels that are cut off', message(previewMessage.levels, float32(-6, -6))],
    ['levels that are no numbers', message(previewMessage.levels, float32(Number.NaN, -6, -23))],
  ])('is not %s', (_, buffer) => {
    expect(readPreviewMessage(buffer)).toBeUndefined()
  })
})
