/** Small things that look a little like balls: studs, rivets, bright lines. Drawn on a wheel's layers once. */

import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Random, WheelStyle } from '../../../art/index.ts'
import { fullTurn, pocketPitch } from '../../../art/index.ts'
import { pick, rather } from './chance.ts'
import { css, lighter, toneOf } from './materials.ts'

/** Chances that a wheel has each of these. */
const chances = { studs: 0.25, circles: 0.4, fretStuds: 0.15, coneStuds: 0.2 } as const

export function decorateBowl(context: SKRSContext2D, random: Random, { radii }: WheelStyle): void {
  const { rotor, bowl } = radii
  if (random.chance(chances.circles))
    for (let line = 0; line < 1 + random.below(4); line++) circle(context, random, random.between(rotor + 2, bowl))
  if (random.chance(chances.studs)) studs(context, random, random.between(rotor + 8, bowl - 4), 4 + random.below(30))
}

export function decorateNumbers(context: SKRSContext2D, random: Random, { radii }: WheelStyle): void {
  if (!random.chance(chances.fretStuds)) return
  const at = pick(random, [radii.pockets, radii.numbers - 4, radii.rotor - 1])
  studs(context, random, at, 37, pocketPitch / 2, 3)
}

export function decorateCone(context: SKRSContext2D, random: Random, { radii }: WheelStyle): void {
  const { cone } = radii
  if (random.chance(chances.circles))
    for (let line = 0; line < 1 + random.below(3); line++) circle(context, random, random.between(cone * 0.3, cone - 2))
  if (random.chance(chances.coneStuds))
    studs(context, random, random.between(cone * 0.4, cone - 6), 4 + random.below(20))
}

function circle(context: SKRSContext2D, random: Random, radius: number): void {
  context.strokeStyle = css(toneOf(random, pick(random, ['steel', 'brass', 'ivory', 'ebony'])), random.between(0.3, 1))
  context.lineWidth = rather(random, 0.5, 5)
  context.beginPath()
  context.arc(0, 0, radius, 0, fullTurn)
  context.stroke()
}

function studs(context: SKRSContext2D, random: Random, at: number, count: number, from = 0, sizeMax = 6.5): void {
  const tone = toneOf(random, pick(random, ['steel', 'brass', 'ivory', 'copper', 'gunmetal']))
  const size = random.between(1, sizeMax)
  const shine = random.between(0, 0.35)
  for (let stud = 0; stud < count; stud++) {
    const angle = from + (stud * fullTurn) / count
    const [x, y] = [Math.cos(angle) * at, Math.sin(angle) * at]
    const dome = context.createRadialGradient(x - size * 0.3, y - size * 0.3, 0, x, y, size)
    dome.addColorStop(0, css(lighter(tone, shine)))
    dome.addColorStop(1, css(lighter(tone, -shine)))
    context.fillStyle = dome
    context.beginPath()
    context.arc(x, y, size, 0, fullTurn)
    context.fill()
  }
}
