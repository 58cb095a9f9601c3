import { expect, test } from 'vitest'
import { pocketCount, randomStream } from '../../../art/index.ts'
import { polarOf, WheelCamera } from './camera.ts'
import { families, familiesOf } from './families.ts'
import { labelOf, readColumns } from './labels.ts'
import { pictureOf } from './picture.ts'
import { wheelOf } from './wheel.ts'

const turned = Array.from({ length: 24 }, (_, index) => (index * Math.PI) / 12)

test('a circle seen from aside lies on the ellipse that the camera tells', () => {
  const camera = new WheelCamera({ middle: { x: 600, y: 300 }, radiusPx: 200, tilt: 0.25, towards: 0.7, distance: 4 })
  const circle = camera.circle()
  expect(Math.min(circle.rx, circle.ry)).toBeLessThan(197)
  for (const angle of turned) {
    const { radius } = polarOf(circle, camera.seen({ x: Math.cos(angle), y: Math.sin(angle) }))
    expect(radius).toBeCloseTo(1, 9)
  }
})

test('the way back leads to the place in the plane that was seen', () => {
  const camera = new WheelCamera({ middle: { x: 600, y: 300 }, radiusPx: 200, tilt: 0.25, towards: 4, distance: 5 })
  for (const angle of turned) {
    const at = { x: 0.8 * Math.cos(angle), y: 1.2 * Math.sin(angle) }
    const { x, y } = camera.seen(at)
    const [right, down, divisor] = camera.toPlane().map(([a, b, c]) => a * x + b * y + c) as [number, number, number]
    expect(right / divisor).toBeCloseTo(at.x, 9)
    expect(down / divisor).toBeCloseTo(at.y, 9)
  }
})

test('a ball at rest is labelled in the pocket that it lies in, whatever the wheel and the camera', async () => {
  const size = { width: 360, height: 360 }
  let resting = 0
  for (let index = 0; index < 12; index++) {
    const random = randomStream(5, `labels ${index}`)
    const wheel = wheelOf(5, 'any', index, 110)
    const { scene, circle } = await pictureOf(random, wheel, size, { x: 180, y: 180 })
    const { state, ballColumn, ballRadius, zeroColumn, slot } = labelOf(wheel, scene, circle)
    if (state !== 1) continue
    resting++
    const pockets = ((ballColumn - zeroColumn + readColumns) % readColumns) / (readColumns / pocketCount)
    const off = Math.abs(pockets - slot)
    // Seen from aside a pocket is up to 0.4 away from where even steps would lead, and it may lean.
    expect(Math.min(off, pocketCount - off)).toBeLessThan(1)
    expect(ballRadius).toBeGreaterThan(0.4)
    expect(ballRadius).toBeLessThan(1)
  }
  expect(resting).toBeGreaterThan(3)
})

test('no family of wheels is both learnt from and tested with', () => {
  for (const name of Object.keys(families)) {
    const splits = Object.values(familiesOf).filter((names) => names.some((one) => one === name))
    expect(splits, name).toHaveLength(1)
  }
})
