import { simulateTable } from '../../native/virtual/index.ts'
import type { RgbFrame } from '../../native/vision/index.ts'
import { CameraEye } from './camera-eye.ts'

/** The virtual wheel over a spin, as many pictures as asked for, evenly: the same each time. */
export async function wheelPictures(count: number): Promise<RgbFrame[]> {
  using eye = await CameraEye.open(null)
  const pictures: RgbFrame[] = []
  for await (const { picture, at } of simulateTable({ seed: 5, speed: 5, framesPerSecond: 3, spins: 2 })) {
    pictures.push(eye.see(picture, at))
    if (pictures.length === count) break
  }
  return pictures
}
