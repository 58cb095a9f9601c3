/**
 * Writes strips for training: `node strips.ts --split training --wheels 1500 --each 25 --seed 1 --out <folder>`.
 * Beside each other: strips.bin (48 × 592 RGB24 each) and labels.bin (296 colours, then eight float32: state, ball's column
 * and radius, slot, zero's column, family, wheel, 0).
 */

import { mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomStream } from '../../../virtual/random.ts'
import { stripOf } from '../../wheel/strip.ts'
import { pick, rather } from './chance.ts'
import { type FamilyName, families, familiesOf, type Split } from './families.ts'
import { labelOf, readColumns } from './labels.ts'
import { calibrationOf, jittered, pictureOf } from './picture.ts'
import { wheelOf } from './wheel.ts'

const { values } = parseArgs({
  options: {
    split: { type: 'string', default: 'training' },
    wheels: { type: 'string', default: '1500' },
    each: { type: 'string', default: '25' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    out: { type: 'string' },
  },
})
if (!values.out || !(values.split in familiesOf))
  throw new Error('Tell --out <folder> and --split training, validation or test.')
mkdirSync(values.out, { recursive: true })
const [strips, labels] = ['strips.bin', 'labels.bin'].map((name) => openSync(join(values.out ?? '', name), 'w')) as [
  number,
  number,
]
const names = Object.keys(families) as FamilyName[]
const seed = Number(values.seed)

for (let index = Number(values.from); index < Number(values.from) + Number(values.wheels); index++) {
  const random = randomStream(seed, `strips ${values.split} ${index}`)
  const family = pick(random, familiesOf[values.split as Split])
  const wheel = wheelOf(seed, family, index, rather(random, 110, 255))
  for (let picture = 0; picture < Number(values.each); picture++) {
    const reach = (): number => Math.round(wheel.radiusPx * random.between(1.15, 1.7))
    const [left, right, above, below] = [reach(), reach(), reach(), reach()]
    const size = { width: left + right, height: above + below }
    const { frame, scene, circle } = await pictureOf(random, wheel, size, { x: left, y: above })
    const ellipse = jittered(random, circle)
    writeSync(strips, stripOf(frame, calibrationOf(ellipse, size)))
    const label = labelOf(wheel, scene, ellipse)
    const numbers = [
      label.state,
      label.ballColumn,
      label.ballRadius,
      label.slot,
      label.zeroColumn,
      names.indexOf(family),
      index,
      0,
    ]
    writeSync(labels, Buffer.concat([label.colours, Buffer.from(Float32Array.from(numbers).buffer)], readColumns + 32))
  }
  if (index % 50 === 49) process.stdout.write(`${index + 1} wheels\n`)
}
