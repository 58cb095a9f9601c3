/**
 * Vision's seat in the media process: frames of one source in, readings worth telling out, with the crop as evidence. It
 * must not hold frames back: what comes while it reads is dropped and counted by its lane.
 */
export { readsPerSecondMax, VisionFeed } from './vision-feed.ts'
