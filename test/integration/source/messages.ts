import type { SourceSettings } from '../../../native/media/messages/index.ts'

/** To the process with the sources under test. */
export type HostCommand =
  | { readonly type: 'open'; readonly settings: SourceSettings }
  | { readonly type: 'close'; readonly id: string }
  | { readonly type: 'measure' }

/** From it. */
export type HostReport =
  | {
      readonly type: 'frame'
      readonly id: string
      readonly width: number
      readonly height: number
      readonly capturedAt: number
      readonly at: number
    }
  | { readonly type: 'sound'; readonly id: string; readonly capturedAt: number; readonly samples: Float32Array }
  | { readonly type: 'streams'; readonly id: string; readonly codecs: readonly string[] }
  | { readonly type: 'packet'; readonly id: string; readonly kind: 'video' | 'audio'; readonly key: boolean }
  | { readonly type: 'trouble'; readonly id: string; readonly why: string }
  | { readonly type: 'closed'; readonly id: string; readonly tookMs: number; readonly damaged: number }
  | { readonly type: 'measured'; readonly handles: number; readonly memoryBytes: number }
