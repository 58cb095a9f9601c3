import { AV_LOG_ERROR, AV_LOG_VERBOSE, Log } from 'node-av'
import { expect, it } from 'vitest'
import { driverWords, withDriverWords } from './driver-words.ts'

it('takes the errors, in one line', () => {
  const lines = [
    [AV_LOG_VERBOSE, 'Encoder: input is system memory surface'],
    [AV_LOG_ERROR, 'Error creating a MFX session: -9.\n'],
    [AV_LOG_ERROR, 'Failed to create  a VAAPI device.\n'],
    [AV_LOG_ERROR, 'Failed to create a VAAPI device.'],
  ] as const
  expect(driverWords(lines)).toBe('Error creating a MFX session: -9; Failed to create a VAAPI device')
})

it('takes the last lines of any level when none is an error', () => {
  const said = ['No render device', 'No available render device', 'Cannot open a VA display']
  expect(driverWords(said.map((text) => [AV_LOG_VERBOSE, text] as const))).toBe(
    'No available render device; Cannot open a VA display',
  )
  expect(driverWords([])).toBeNull()
  expect(driverWords([[AV_LOG_ERROR, ' \n']])).toBeNull()
})

it('is short', () => {
  expect(driverWords([[AV_LOG_ERROR, 'x'.repeat(500)]])).toHaveLength(200)
})

it('hears what is said during the work and leaves the log as it was', async () => {
  const level = Log.getLevel()
  const heard = await withDriverWords(async () => {
    Log.log(AV_LOG_ERROR, 'The device is on fire')
    throw new Error('-22')
  })
  expect(heard).toEqual({ cause: new Error('-22'), words: 'The device is on fire' })
  expect(await withDriverWords(async () => 7)).toEqual({ value: 7 })
  expect(Log.getLevel()).toBe(level)
})
