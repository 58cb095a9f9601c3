import type { WheelCalibration } from '../vision/index.ts'

/** Where the virtual camera sees the virtual wheel: what a person would find by clicking centre, rim and zero. */
export const virtualWheelCalibration: WheelCalibration = {
  centreX: 0.5,
  centreY: 0.28125,
  squash: 1,
  pocketInner: 0.13,
  pocketOuter: 0.165,
  colourInner: 0.17,
  colourOuter: 0.2,
  trackInner: 0.235,
  trackOuter: 0.262,
}
