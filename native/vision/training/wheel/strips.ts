/**
 * Writes strips for training: `node strips.ts --split training --wheels 1500 --each 20 --seed 1 --out <folder>`. For every
 * hundred wheels a pair of files, complete when it has its name: N.strips (48 × 592 RGB24 each) and N.labels (296 colours,
 * then eight float32: state, ball's column and radius, slot, zero's column, family, wheel, tilt in rad).
 */

import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomStream } from '../../../art/index.ts'
import { stripOf } from '../../wheel/strip.ts'
import { pick, rather } from './chance.ts'
import { type FamilyName, families, familiesOf, type Split } from './families.ts'
import { labelOf } from './labels.ts'
import { calibrationOf, jittered, pictureOf } from './picture.ts'
import { wheelOf } from './wheel.ts'

const wheelsOfFile = 100
const names = Object.keys(families) as FamilyName[]

const { values } = parseArgs({
  options: {
    split: { type: 'string', default: 'training' },
    wheels: { type: 'string', default: '1500' },
    each: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
})
const { split, out } = values
if (!out || !(split in familiesOf)) throw new Error('Tell --out <folder> and --split training, validation or test.')
mkdirSync(out, { recursive: true })
for (let from = 0; from < Number(values.wheels); from += wheelsOfFile) {
  const paths = ['strips', 'labels'].map((kind) => join(out, `${from}.${kind}`))
  // What an earlier run finished stays.
  if (paths.every((path) => existsSync(path))) continue
  const [strips, labels] = paths.map((path) => openSync(`${path}.part`, 'w')) as [number, number]
  for (let index = from; index < Math.min(from + wheelsOfFile, Number(values.wheels)); index++)
    await writeWheel(index, strips, labels)
  closeSync(strips)
  closeSync(labels)
  for (const path of paths) renameSync(`${path}.part`, path)
  process.stdout.write(`${from + wheelsOfFile} wheels\n`)
}

async function writeWheel(index: number, strips: number, labels: number): Promise<void> {
  const random = randomStream(Number(values.seed), `strips ${split} ${index}`)
  const family = pick(random, familiesOf[split as Split])
  const wheel = wheelOf(Number(values.seed), family, index, rather(random, 110, 255))
  for (let picture = 0; picture < Number(values.each); picture++) {
    const reach = (): number => Math.round(wheel.radiusPx * random.between(1.15, 1.7))
    const [left, right, above, below] = [reach(), reach(), reach(), reach()]
    const size = { width: left + right, height: above + below }
    const { frame, scene, circle } = await pictureOf(random, wheel, size, { x: left, y: above })
    const ellipse = jittered(random, circle)
    writeSync(strips, stripOf(frame, calibrationOf(ellipse, size)))
    const { colours, state, ballColumn, ballRadius, slot, zeroColumn } = labelOf(wheel, scene, ellipse)
    const told = [state, ballColumn, ballRadius, slot, zeroColumn, names.indexOf(family), index, scene.camera.tilt]
    writeSync(labels, Buffer.concat([colours, Buffer.from(Float32Array.from(told).buffer)]))
  }
}
