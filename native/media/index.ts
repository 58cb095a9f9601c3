/**
 * The media process, one a table: capture, watch, mix, encode, send, preview, record, and frames for vision. In flow a
 * configuration, a target, values for overlays and commands of the mixer; out flow RTP, preview chunks, clips, readings,
 * tally and numbers. Frames never leave it, and it knows nothing of rounds.
 */
export * from './messages/index.ts'

/** The program to start as a child with an IPC channel (`serialization: 'advanced'`). */
export const mediaProgram = new URL('./main.ts', import.meta.url)

/**
 * What must be in that child's environment before it runs. Each source that waits for its peer holds one of libuv's threads
 * for as long as that takes: with its usual four, four cameras without power would stop all the others, and the encoders.
 * And glibc would give pictures a heap for each of those threads, which are never given back: a third more memory, growing.
 * What JavaScript makes for each frame dies at once: a small nursery is enough, and V8's own grows by tens of megabytes.
 */
export const mediaEnvironment = {
  UV_THREADPOOL_SIZE: '32',
  MALLOC_ARENA_MAX: '2',
  NODE_OPTIONS: '--max-semi-space-size=8',
} as const
