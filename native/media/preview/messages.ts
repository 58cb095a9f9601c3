import type { EncodedPicture } from '../frame/index.ts'
import { previewHeaderBytes, previewMessage } from '../messages/index.ts'
import { nalUnits } from '../rtp/index.ts'

const sequenceParameterSet = 7

/** A message but for the bytes that say which tile it is for: shared by all windows. */
export interface PreviewContent {
  readonly kind: number
  readonly bytes: Buffer
}

/** What WebCodecs' decoder must be told before a key frame: the profile and level of its own parameters. */
export function configurationContent(keyFrame: Buffer, width: number, height: number): PreviewContent {
  const parameters = nalUnits(keyFrame).find((unit) => ((unit[0] ?? 0) & 0x1f) === sequenceParameterSet)
  if (!parameters) throw new Error('A key frame without its parameters cannot be shown')
  const codec = `avc1.${parameters.toString('hex', 1, 4)}`
  return { kind: previewMessage.configuration, bytes: Buffer.from(JSON.stringify({ codec, width, height })) }
}

export function pictureContent({ data, key, capturedAt }: EncodedPicture): PreviewContent {
  const bytes = Buffer.allocUnsafe(8 + data.length)
  bytes.writeDoubleBE(capturedAt)
  data.copy(bytes, 8)
  return { kind: key ? previewMessage.keyFrame : previewMessage.deltaFrame, bytes }
}

/** @param left dBFS @param right dBFS @param momentaryLufs LUFS; null, while there is none, is not a number there */
export function levelsContent(left: number, right: number, momentaryLufs: number | null): PreviewContent {
  const bytes = Buffer.allocUnsafe(12)
  bytes.writeFloatBE(left, 0)
  bytes.writeFloatBE(right, 4)
  bytes.writeFloatBE(momentaryLufs ?? Number.NaN, 8)
  return { kind: previewMessage.levels, bytes }
}

/** @param place of the tile in the wish @param wish the wish's number */
export function addressed({ kind, bytes }: PreviewContent, place: number, wish: number): Buffer {
  const message = Buffer.allocUnsafe(previewHeaderBytes + bytes.length)
  message.writeUInt8(kind, 0)
  message.writeUInt8(place, 1)
  message.writeUInt8(wish, 2)
  bytes.copy(message, previewHeaderBytes)
  return message
}
