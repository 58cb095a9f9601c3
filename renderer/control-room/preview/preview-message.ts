import { z } from 'zod'
import { previewHeaderBytes, previewMessage } from '../../../native/media/messages/preview.ts'

const configurationSchema = z.object({
  codec: z.string().min(1),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
/** What a decoder must know before the first key frame; `width` and `height` in px. */
export type FeedConfiguration = z.infer<typeof configurationSchema>

/** One reading of a feed's sound: peaks of the last 100 ms in dBFS, momentary loudness in LUFS; null: nothing to measure. */
export interface SoundLevels {
  readonly left: number
  readonly right: number
  readonly lufs: number | null
}

/** One message of the preview's WebSocket, read. `place` and `wish` say which tile it is for. */
export type PreviewMessage = { readonly place: number; readonly wish: number } & (
  | { readonly type: 'configuration'; readonly configuration: FeedConfiguration }
  /** `capturedAt`: UTC, ms, by the studio's clock. `data` is one access unit in Annex B. */
  | { readonly type: 'chunk'; readonly key: boolean; readonly capturedAt: number; readonly data: Uint8Array }
  | { readonly type: 'levels'; readonly levels: SoundLevels }
)

const chunkHeadBytes = previewHeaderBytes + Float64Array.BYTES_PER_ELEMENT
const levelsBytes = previewHeaderBytes + 3 * Float32Array.BYTES_PER_ELEMENT

/** Undefined for anything that is not a whole, known message. */
export function readPreviewMessage(buffer: ArrayBuffer): PreviewMessage | undefined {
  const [kind, place, wish] = new Uint8Array(buffer)
  if (place === undefined || wish === undefined) return undefined
  switch (kind) {
    case previewMessage.configuration: {
      const read = configurationSchema.safeParse(
        parsed(new TextDecoder().decode(new Uint8Array(buffer, previewHeaderBytes))),
      )
      return read.success ? { place, wish, type: 'configuration', configuration: read.data } : undefined
    }
    case previewMessage.keyFrame:
    case previewMessage.deltaFrame: {
      if (buffer.byteLength <= chunkHeadBytes) return undefined
      const capturedAt = new DataView(buffer).getFloat64(previewHeaderBytes)
      if (!Number.isFinite(capturedAt)) return undefined
      const data = new Uint8Array(buffer, chunkHeadBytes)
      return { place, wish, type: 'chunk', key: kind === previewMessage.keyFrame, capturedAt, data }
    }
    case previewMessage.levels: {
      if (buffer.byteLength !== levelsBytes) return undefined
      const view = new DataView(buffer, previewHeaderBytes)
      const [left, right, lufs] = [view.getFloat32(0), view.getFloat32(4), view.getFloat32(8)]
      if (Number.isNaN(left) || Number.isNaN(right)) return undefined
      return { place, wish, type: 'levels', levels: { left, right, lufs: Number.isFinite(lufs) ? lufs : null } }
    }
    default:
      return undefined
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
