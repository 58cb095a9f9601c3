import type { WheelCalibration } from '../vision/index.ts'
import { picture, radii } from './wheel-geometry.ts'

const part = (px: number) => px / picture.width

/** Where the virtual camera sees the virtual wheel: what a person would find by clicking centre, rim and zero. */
export const virtualWheelCalibration: WheelCalibration = {
  centreX: part(picture.centreX),
  centreY: part(picture.centreY),
  squash: 1,
  pocketInner: part(radii.cone + 4),
  pocketOuter: part(radii.pockets - 2),
  colourInner: part(radii.pockets + 3),
  colourOuter: part(radii.numbers - 2),
  trackInner: part(radii.trackInner + 3),
  trackOuter: part(radii.rim - 5),
}
