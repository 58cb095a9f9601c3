/**
 * What the control room sees: pictures and sound levels of all feeds come in, each window gets those that it shows, as small
 * H.264 of the size and rate of its tiles. It encodes nothing that nobody looks at, and must never hold a picture back for
 * a window that is slow: that one misses it.
 */
export { PreviewServer } from './preview-server.ts'
