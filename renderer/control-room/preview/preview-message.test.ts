import { describe, expect, it } from 'vitest'
import { previewMessage } from '../../../native/media/messages/preview.ts'
import { readPreviewMessage } from './preview-message.ts'

function message(kind: number, ...parts: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0))
  bytes[0] = kind
  let at = 1
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes.buffer
}
const text = (value: string) => new TextEncoder().encode(value)
function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}

describe('a preview message', () => {
  it('is a configuration', () => {
    const json = JSON.stringify({ codec: 'avc1.42e01f', width: 640, height: 360 })
    expect(readPreviewMessage(message(previewMessage.configuration, text(json)))).toEqual({
      type: 'configuration',
      codec: 'avc1.42e01f',
      width: 640,
      height: 360,
    })
  })

  it.each([
    [previewMessage.keyFrame, true],
    [previewMessage.deltaFrame, false],
  ])('is a chunk with its capture time (kind %i)', (kind, key) => {
    const read = readPreviewMessage(message(kind, float64(1_795_000_000_123.5), new Uint8Array([0, 0, 0, 1, 0x65])))
    expect(read).toEqual({
      type: 'chunk',
      key,
      capturedAt: 1_795_000_000_123.5,
      data: new Uint8Array([0, 0, 0, 1, 0x65]),
    })
  })

  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['an unknown kind', message(9, text('{}'))],
    ['a configuration that is no JSON', message(previewMessage.configuration, text('{codec'))],
    ['a configuration without a size', message(previewMessage.configuration, text('{"codec":"avc1.42e01f"}'))],
    ['a chunk that ends in its head', message(previewMessage.keyFrame, float64(1))],
    ['a chunk without a time', message(previewMessage.deltaFrame, float64(Number.NaN), text('x'))],
  ])('is not %s', (_, buffer) => {
    expect(readPreviewMessage(buffer)).toBeUndefined()
  })
})
