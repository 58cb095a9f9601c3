/** What all rooms of the media process share: pictures on their way, their pace, their scaling, their clock. */
export { utcNow } from './clock.ts'
export { type CapturedFrame, FrameLane } from './frame-lane.ts'
export { FramePacer } from './frame-pacer.ts'
export { PerSecond } from './per-second.ts'
export { PictureScaler } from './picture-scaler.ts'
export { ReusedPicture } from './reused-picture.ts'
export type { CapturedSound, EncodedPicture, SourcePacket, SourceStream } from './streams.ts'
