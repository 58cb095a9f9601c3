import { picture, radii } from '../art/index.ts'
import type { WheelCalibration } from '../vision/index.ts'

const part = (px: number) => px / picture.width

/** Where the virtual camera sees the virtual wheel: what a person would find by clicking centre, rim and zero. */
export const virtualWheelCalibration: WheelCalibration = {
  cx: part(picture.centreX),
  cy: part(picture.centreY),
  rx: part(radii.numbers),
  ry: part(radii.numbers),
  angle: 0,
}
