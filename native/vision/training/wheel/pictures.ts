/**
 * Writes pictures to judge the wheel's reader by: `node pictures.ts --split test --count 500 --seed 1 --out <folder>`, JPEG
 * files of 1280 × 720 and truth.jsonl, one line for each in their order. Calibrations are a little off, as in real life.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { classicStyle, type Random, randomStream, wheelOrder } from '../../../art/index.ts'
import type { Ellipse } from './camera.ts'
import { pick } from './chance.ts'
import { jpegOf } from './exposure.ts'
import { familiesOf, type Split } from './families.ts'
import { jittered, pictureOf, type WheelPicture } from './picture.ts'
import { drawWheel, type Wheel, wheelOf } from './wheel.ts'

const size = { width: 1280, height: 720 }
/** So many pictures in a row show the same wheel. */
const picturesOfWheel = 5
/** Of the last test's wheels, how many are the virtual studio's own. */
const virtualShare = 0.3
const jpegQuality = 92

const { values } = parseArgs({
  options: {
    split: { type: 'string', default: 'validation' },
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
})
const { split, out } = values
if (!out || !(split in familiesOf)) throw new Error('Tell --out <folder> and --split training, validation or test.')
mkdirSync(out, { recursive: true })
const lines: string[] = []
for (let index = 0; index < Number(values.count); index++) {
  const random = randomStream(Number(values.seed), `pictures ${split} ${index}`)
  const wheel = wheelFor(Math.floor(index / picturesOfWheel))
  const picture = await pictureOf(random, wheel, size, middleOf(random, wheel.radiusPx))
  const file = `${String(index).padStart(5, '0')}.jpg`
  writeFileSync(join(out, file), jpegOf(picture.frame, jpegQuality))
  lines.push(JSON.stringify({ file, ...truthOf(picture), calibration: rounded(jittered(random, picture.circle)) }))
}
writeFileSync(join(out, 'truth.jsonl'), `${lines.join('\n')}\n`)

function wheelFor(index: number): Wheel {
  const random = randomStream(Number(values.seed), `wheel of pictures ${split} ${index}`)
  const radiusPx = random.between(150, 300)
  if (split === 'test' && random.chance(virtualShare)) return drawWheel(random, 'virtual', classicStyle, radiusPx)
  // Wheels that training never drew, in families that it knows too.
  return wheelOf(Number(values.seed) + 1000, pick(random, familiesOf[split as Split]), index, radiusPx)
}

/** The ring of numbers lies in the picture; of the track something may be cut off. */
function middleOf(random: Random, radiusPx: number): { x: number; y: number } {
  const room = { x: size.width / 2 - 1.1 * radiusPx, y: size.height / 2 - 1.1 * radiusPx }
  return {
    x: size.width / 2 + random.between(-0.7, 0.7) * room.x,
    y: size.height / 2 + random.between(-0.9, 0.9) * room.y,
  }
}

function truthOf({ scene: { ball, slot } }: WheelPicture): { state: string; pocket?: number } {
  const pocket = slot === null ? undefined : wheelOrder[slot]
  return pocket === undefined ? { state: ball ? 'rolling' : 'none' } : { state: 'resting', pocket }
}

function rounded(ellipse: Ellipse): object {
  return Object.fromEntries(Object.entries(ellipse).map(([name, value]) => [name, Math.round(value * 100) / 100]))
}
