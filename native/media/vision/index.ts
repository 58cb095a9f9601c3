/**
 * Vision's seat in the media process: pictures of sources in, readings and events worth telling out, with the evidence cut
 * from the very picture. Vision itself runs in a thread of its own, and must not hold a picture back from anybody else.
 */
export { VisionDesk } from './vision-desk.ts'
