/**
 * The media process, one a table: capture, watch, mix, encode, send, preview, record, and frames for vision. In flow a
 * configuration, a target, values for overlays and commands of the mixer; out flow RTP, preview chunks, clips, readings,
 * tally and numbers. Frames never leave it, and it knows nothing of rounds.
 */
export * from './messages/index.ts'

/** The program to start as a child with an IPC channel (`serialization: 'advanced'`). */
export const mediaProgram = new URL('./main.ts', import.meta.url)
