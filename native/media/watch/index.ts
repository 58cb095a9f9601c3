/**
 * The watch: says how well a source's picture and sound are. In flow the moments of its frames, looks at its pictures and
 * the levels of its sound, out flows one state with its faults, each with a level and a text for the operator. It must
 * never hold a picture back, change one, or read a clock: every moment is told to it.
 */
export { LookFeed } from './look-feed.ts'
export { isNews, SourceWatch } from './source-watch.ts'
