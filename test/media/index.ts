/** What tests and benches of the media process share: the process itself, a camera that one can pull out, an SFU's ear. */
export { freePorts } from './free-ports.ts'
export { Janus } from './janus.ts'
export { MediaProcess } from './media-process.ts'
export { SfuEar } from './sfu-ear.ts'
export { type Seen, takeSeen, watchStamps } from './stamp.ts'
export { StampedCamera } from './stamped-camera.ts'
export { preparePictures, TestCamera } from './test-camera.ts'
export { type Shown, Viewer } from './viewer.ts'
