import { describe, expect, it } from 'vitest'
import type { MediaReport, MediaStatistics } from '../../../native/media/index.ts'
import { eyeViews } from './eyes-view.ts'
import { pictureAfter, pictureBefore } from './picture-state.ts'
import { settings, source, statistics } from './told.test-helper.ts'

type Reading = Extract<MediaReport, { type: 'reading' }>['reading']

const model = { id: 'wheel-reader@1', sha256: 'ab'.repeat(32) }
const eye: MediaStatistics['vision'][number] = {
  source: 'wheel',
  reads: 'wheel',
  fps: 14.8,
  readMs: 6.1,
  looks: 90,
  skipped: 2,
  provider: 'cpu',
  models: [model],
  fallbacks: 0,
  restarts: 0,
}
const reading = (told: Partial<Reading>): MediaReport => ({
  type: 'reading',
  source: 'wheel',
  crop: null,
  reading: {
    kind: 'none',
    confidence: 0,
    capturedAt: 1_000,
    since: 1_000,
    rolledAt: null,
    frames: 8,
    crop: { x: 0, y: 0, width: 9, height: 9 },
    model,
    sight: {
      ...{
        state: 'none',
        confidence: 0.99,
        pocket: null,
        why: null,
        zero: 1,
        phaseCertainty: 1,
        fit: 0.98,
        fromZero: 8,
      },
      ball: { place: 'pocket', angle: 2.4, radius: 0.78, certainty: 0.01, rival: 0.01 },
    },
    ...told,
  },
})
const view = (...reports: MediaReport[]) =>
  eyeViews(
    [source('wheel'), statistics({ vision: [eye] }), ...reports].reduce(pictureAfter, pictureBefore),
    settings,
  )[0]

describe('an eye', () => {
  it('says what it sees, what with, and how fast', () => {
    expect(view(reading({ kind: 'resting', pocket: 17 }))).toMatchObject({
      ...{ source: 'wheel', name: 'Wheel camera', reads: 'wheel', fpsWanted: 15, fps: 14.8, readMs: 6.1, skipped: 2 },
      ...{ provider: 'cpu', models: [model], says: 'Ball at rest in 17.', abstains: null },
      attention: { level: 'ok', text: 'Vision reads the wheel on Wheel camera.' },
    })
  })

  it.each([
    ['no_wheel', 'no wheel in the picture', 'attention'],
    ['picture_frozen', 'the picture is frozen', 'attention'],
    ['too_few_frames', 'too few frames to be sure', 'ok'],
    ['between_pockets', 'the ball lies between two pockets', 'ok'],
  ] as const)('abstains for %s in words, and calls someone only for what stays', (why, abstains, level) => {
    expect(view(reading({ why }))).toMatchObject({ abstains, attention: { level } })
  })

  it('does not call it abstaining when there is no ball, or no picture', () => {
    expect(view(reading({ why: 'no_ball' }))?.abstains).toBeNull()
    expect(view(reading({ why: 'no_wheel' }), source('wheel', { state: 'lost' }))?.abstains).toBeNull()
  })

  it('passes on what vision itself says is wrong, and is away with its process', () => {
    const why = 'there is no model for wheels'
    expect(view(statistics({ vision: [{ ...eye, why }] }))).toMatchObject({
      abstains: why,
      attention: { level: 'attention', text: `Vision abstains on Wheel camera: ${why}.` },
    })
    expect(eyeViews(pictureBefore, settings)[0]?.abstains).toBe('the media process is away')
  })
})
