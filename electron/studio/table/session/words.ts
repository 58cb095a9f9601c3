import type { WheelEvent } from '../../../../native/sensors/index.ts'
import type { WheelReading } from '../../../../native/vision/index.ts'
import type { Reading } from '../../api/index.ts'
import type { Testimony } from '../../judge/index.ts'
import type { Round, WhyWaiting } from './round.ts'

/** What the record and the windows say of witnesses and rounds: what happened, to what, and what to do. */

export function spinLostWords(why: Extract<WheelEvent, { type: 'spin_lost' }>['why']): string {
  switch (why) {
    case 'mis_spin':
      return 'Mis-spin: the ball went the rotor’s way, the spin is void by the rules'
    case 'ball_not_detected':
      return 'The ball was not detected: it may have left the wheel'
    case 'interrupted':
      return 'The spin was interrupted'
    case 'contradiction':
      return 'The wheel said two different numbers'
    case 'hardware_fault':
      return 'The wheel reports a fault of its sensor or motor'
  }
}

/** @param doubt why the reading does not count; null when it does */
export function visionWords({ kind, pocket, frames, confidence }: WheelReading, doubt: string | null): string {
  if (kind !== 'resting' || pocket === undefined) return capital(doubt ?? 'no ball seen')
  return doubt === null
    ? `Ball at rest in ${pocket}, ${frames} frames, ${Math.floor(confidence * 100)} % sure`
    : `Perhaps ${pocket}, not counted: ${doubt}`
}

/** A line for each witness that has not been heard at all: the person sees who is missing, and what it last showed. */
export function missingWitnesses(round: Round, at: number): { id: string | null; reading: Reading }[] {
  const silence = { confidence: 0, capturedAt: at, raw: [], late: false }
  const missing: { id: string | null; reading: Reading }[] = []
  if (!round.readings.some(({ witness }) => witness === 'sensor')) {
    missing.push({ id: null, reading: { ...silence, witness: 'sensor', text: 'No number from the wheel' } })
  }
  if (!round.readings.some(({ witness }) => witness === 'vision')) {
    missing.push(round.doubt ?? { id: null, reading: { ...silence, witness: 'vision', text: 'No ball seen at rest' } })
  }
  return missing
}

export function waitingText(round: Round, why: WhyWaiting, cause?: string): string {
  const { sensor, vision } = round
  if (why === 'disagree' && sensor.kind === 'spoke' && vision.kind === 'spoke') {
    return `The wheel says ${sensor.pocket}, the camera sees ${vision.pocket}. The table is suspended. Enter the pocket that the video shows, or void the round.`
  }
  const lead = cause === undefined ? '' : `${cause} `
  if (round.misSpun) return `${lead}The wheel reports a mis-spin: by the rules the spin is void. Void the round.`
  if (sensor.kind === 'spoke') {
    return `${lead}Only the wheel names a pocket: ${sensor.pocket}. Camera: ${silenceOf(vision, lastSeen(round))}. Look at the video, then approve, correct or void.`
  }
  if (vision.kind === 'spoke') {
    return `${lead}Only the camera names a pocket: ${vision.pocket}. Wheel: ${silenceOf(sensor, 'no number')}. Look at the picture, then approve, correct or void.`
  }
  return `${lead}No witness names a pocket. Wheel: ${silenceOf(sensor, 'no number')}. Camera: ${silenceOf(vision, lastSeen(round))}. Enter the result from the video, or void the round.`
}

/** The camera's latest word that did not count, as a clause. */
export function lastSeen(round: Round): string {
  return round.doubt?.reading.text.toLowerCase() ?? 'no ball seen at rest'
}

function silenceOf(testimony: Testimony, otherwise: string): string {
  return testimony.kind === 'silent' && testimony.why !== '' ? testimony.why : otherwise
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
