import { z } from 'zod'
import { previewMessage } from '../../../native/media/messages/preview.ts'

const configurationSchema = z.object({
  codec: z.string().min(1),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})

/** One message of the preview's WebSocket, read. */
export type PreviewMessage =
  | { readonly type: 'configuration'; readonly codec: string; readonly width: number; readonly height: number }
  /** `capturedAt`: UTC, ms, by the studio's clock. `data` is one access unit in Annex B. */
  | { readonly type: 'chunk'; readonly key: boolean; readonly capturedAt: number; readonly data: Uint8Array }

const chunkHeadBytes = 9

/** Undefined for anything that is not a whole, known message. */
export function readPreviewMessage(buffer: ArrayBuffer): PreviewMessage | undefined {
  const bytes = new Uint8Array(buffer)
  const kind = bytes[0]
  if (kind === previewMessage.configuration) {
    const read = configurationSchema.safeParse(parsed(new TextDecoder().decode(bytes.subarray(1))))
    return read.success ? { type: 'configuration', ...read.data } : undefined
  }
  if ((kind === previewMessage.keyFrame || kind === previewMessage.deltaFrame) && bytes.length > chunkHeadBytes) {
    const capturedAt = new DataView(buffer).getFloat64(1)
    if (!Number.isFinite(capturedAt)) return undefined
    return { type: 'chunk', key: kind === previewMessage.keyFrame, capturedAt, data: bytes.subarray(chunkHeadBytes) }
  }
  return undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
