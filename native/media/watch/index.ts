/**
 * The watch: says how well a source's picture and sound are. In flow the moments of its frames, looks at its pictures and
 * the levels of its sound, out flows one state with its faults, each with a level and a text for the operator. It must
 * never hold a picture back, change one, or read a clock: every moment is told to it.
 */
export { type FrameSeen, LookFeed } from './look-feed.ts'
export type { PictureLook } from './luma.ts'
export { isNews, SourceWatch, type WatchedStatus } from './source-watch.ts'
