/**
 * The preview's WebSocket, straight from the media process to a window (no zod here: the window's worker bundles this).
 *
 * Window → media, as JSON text: which feeds it shows, each with the width in px of its tile and the most frames a second
 * that it wants; sent again whole whenever that changes. A feed is a source's id, or `program`, or `preview` (the bus).
 * A width of 0 asks for the feed's own size at its full rate.
 */
export interface PreviewWish {
  readonly feeds: readonly { readonly feed: string; readonly width: number; readonly fps: number }[]
}
/** Tiles of one window. */
export const previewFeedsMax = 12

/**
 * Media → window, binary: one byte of kind, one byte with the place of the feed in the window's last wish (from 0), one
 * byte with the number of that wish (counted by the window's messages, from 1, modulo 256), then
 * `1` configuration: a UTF-8 JSON `{codec, width, height}` for WebCodecs' VideoDecoder (Annex B, no description);
 * `2` key frame and `3` delta frame: capture time as a big-endian float64 (UTC ms), then the access unit in Annex B;
 * `4` levels of the feed's sound, ten times a second: peak of left and of right in dBFS, momentary loudness in LUFS, as
 * big-endian float32 (not a number while there is none).
 * A feed that was in the wish before, in the same class of size and rate, goes on without a gap: its configuration and a key
 * frame follow soon, for a window whose decoder is new. Pictures are left out for a window that is late to answer pings.
 */
export const previewMessage = { configuration: 1, keyFrame: 2, deltaFrame: 3, levels: 4 } as const
export const previewHeaderBytes = 3
