import { describe, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type {
  CardSighting,
  CardTableReading,
  ProcedureEvent,
  WheelCalibration,
  WheelReading,
  WheelSight,
} from '../../vision/index.ts'
import {
  type cardSightingSchema,
  type cardTableReadingSchema,
  eyeSettingsSchema,
  type procedureEventSchema,
  type wheelCalibrationSchema,
  type wheelReadingSchema,
  type wheelSightSchema,
} from './vision.ts'

/** Readonly all the way down, as vision's own types are. */
type Told<Schema extends z.ZodType> = Still<z.infer<Schema>>
type Still<Value> = Value extends object ? { readonly [Key in keyof Value]: Still<Value[Key]> } : Value

test('what vision says is what can be told: a field more or less would be refused by the studio', () => {
  expectTypeOf<Told<typeof wheelCalibrationSchema>>().toEqualTypeOf<WheelCalibration>()
  expectTypeOf<Told<typeof wheelSightSchema>>().toEqualTypeOf<Still<WheelSight>>()
  expectTypeOf<Told<typeof wheelReadingSchema>>().toEqualTypeOf<Still<WheelReading>>()
  expectTypeOf<Told<typeof cardSightingSchema>>().toEqualTypeOf<Still<CardSighting>>()
  expectTypeOf<Told<typeof cardTableReadingSchema>>().toEqualTypeOf<Still<CardTableReading>>()
  expectTypeOf<Told<typeof procedureEventSchema>>().toEqualTypeOf<Still<ProcedureEvent>>()
})

describe('settings of an eye', () => {
  const calibration = { cx: 0.5, cy: 0.3, rx: 0.17, ry: 0.17, angle: 0 }
  const wheel = { source: 'wheel', reads: { kind: 'wheel', calibration } }

  test('a wheel is looked at more often than cards, unless it is told', () => {
    expect(eyeSettingsSchema.parse(wheel)).toEqual({ ...wheel, fps: 15, watches: [] })
    expect(eyeSettingsSchema.parse({ source: 'table', reads: { kind: 'cards', zones: [] } })).toMatchObject({ fps: 5 })
    expect(eyeSettingsSchema.parse({ ...wheel, fps: 25 })).toMatchObject({ fps: 25 })
  })

  test.each([
    { ...wheel, fps: 31 },
    { ...wheel, reads: { kind: 'dice' } },
    { ...wheel, reads: { kind: 'wheel', calibration: { ...calibration, rx: 0 } } },
    { ...wheel, watches: [{ id: 'bets', name: 'Bets', kind: 'betting', quad: [[0, 0]] }] },
  ])('what cannot be is refused: %j', (settings) => {
    expect(eyeSettingsSchema.safeParse(settings).success).toBe(false)
  })
})
