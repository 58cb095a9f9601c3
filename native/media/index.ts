/**
 * The media process, one a table: capture, watch, encode, preview, and frames for vision. In flow a configuration and a
 * target, out flow RTP, preview chunks, readings and numbers. Frames never leave it, and it knows nothing of rounds.
 */
export type {
  MediaCommand,
  MediaConfiguration,
  MediaReport,
  MediaTarget,
} from './messages.ts'
export { previewMessage } from './messages.ts'

/** The program to start as a child with an IPC channel (`serialization: 'advanced'`). */
export const mediaProgram = new URL('./main.ts', import.meta.url)
