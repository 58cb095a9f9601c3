import type { WheelSight } from './use-look.ts'
import { pocketsApart } from './wheel-marks.ts'

interface Finding {
  readonly level: 'ok' | 'attention'
  readonly text: string
}

/** Further than this from the marked zero, in pockets, vision would name the next pocket. */
const zeroOffMax = 0.5

const percent = (part: number) => `${Math.floor(part * 100)} %`

/**
 * What vision sees of a wheel with a calibration, as it would tell a person who doubts it. Pure.
 * @param marked where the person sees the zero in this very picture, as a parameter of the ellipse; null when not marked
 */
export function wheelFindings(sight: WheelSight, marked: number | null): Finding[] {
  if (sight.why === 'no_wheel' || sight.zero === null) {
    return [attention('No wheel is seen where the marks are: vision abstains. Look at the centre and the rim again.')]
  }
  return [zeroFinding(sight, sight.zero, marked), ballFinding(sight)]
}

function zeroFinding({ phaseCertainty, why }: WheelSight, zero: number, marked: number | null): Finding {
  const sure = `${percent(phaseCertainty)} sure`
  if (marked !== null) {
    const apart = pocketsApart(zero, marked)
    return apart <= zeroOffMax
      ? { level: 'ok', text: `The zero is where you marked it, ${sure}.` }
      : attention(
          `Vision sees the zero ${apart.toFixed(1)} pockets from your mark. Look at the centre and the rim again.`,
        )
  }
  return why === 'phase_unsure'
    ? attention(`A wheel, but its zero is not certain (${sure}). Mark more of the rim, or look for a reflection.`)
    : { level: 'ok', text: `The zero is where the drawing has it, ${sure}.` }
}

function ballFinding({ state, pocket, why, confidence }: WheelSight): Finding {
  const sure = `${percent(confidence)} sure`
  switch (state) {
    case 'resting':
      return { level: 'ok', text: `Ball at rest in ${pocket ?? '?'}, ${sure}.` }
    case 'rolling':
      return { level: 'ok', text: `Ball rolling, ${sure}.` }
    case 'none':
      return { level: 'ok', text: `No ball, ${sure}.` }
    case 'no_read':
      return { level: 'attention', text: `Vision abstains: ${(why === null ? undefined : doubts[why]) ?? 'not sure'}.` }
  }
}

const doubts: Readonly<Partial<Record<NonNullable<WheelSight['why']>, string>>> = {
  phase_unsure: 'it is not sure where the zero is',
  ball_unsure: 'something may be a ball, or not',
  two_balls: 'two places look like a ball',
  between_pockets: 'the ball lies between two pockets',
}

const attention = (text: string): Finding => ({ level: 'attention', text })
