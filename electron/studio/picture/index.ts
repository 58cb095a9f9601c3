/**
 * A table's picture as the studio commands and knows it: its settings in the table's file, its media process and what that
 * one says, the mixer's desk with its director, and clips for people. In flow reports, the session and people's commands;
 * out flow what the media process is to do, readings with what is to be doubted about them, and news for the record. It
 * must never call a picture live that its watch doubts, and never show as on air what the tally does not say.
 */
export { eyeViews } from './eyes-view.ts'
export { IngestLease } from './ingest-lease.ts'
export type { MediaLink } from './media-link.ts'
export type { PictureCommands } from './picture-commands.ts'
export { PictureDesk, type PictureParts } from './picture-desk.ts'
export { mixView, sourceViews } from './picture-view.ts'
export { encodersView, programView, recordView } from './program-view.ts'
export { PictureRefusal } from './refusal.ts'
export { wheelSource } from './wheel-eye.ts'
