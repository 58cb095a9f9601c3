/**
 * The mixer of a table: it makes the program out of the sources' pictures. In flow decoded frames, which sources live,
 * scenes, commands and the values of overlays; out flow program pictures at the pace of the source on air, pictures of the
 * preview bus while somebody looks, and the tally of what was delivered. It never writes into a source's frame, never waits
 * for a source, and never tells a tally before its picture.
 */
export { MixRefusal } from './bus.ts'
export { Mixer } from './mixer.ts'
