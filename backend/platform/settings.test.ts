import { expect, test } from 'vitest'
import { z } from 'zod'
import { portSetting, readSettings, secretSetting } from './settings.ts'

const schema = z.object({ WALLET_PORT: portSetting, SERVICE_SECRET: secretSetting, NAME: z.string().default('x') })

test('settings come from the environment, with defaults for what is empty', () => {
  const settings = readSettings(schema, { WALLET_PORT: '7403', SERVICE_SECRET: 's'.repeat(16), NAME: '', OTHER: '1' })
  expect(settings).toEqual({ WALLET_PORT: 7403, SERVICE_SECRET: 's'.repeat(16), NAME: 'x' })
})

test('what is missing or wrong is named, and its value never shown', () => {
  const read = () => readSettings(schema, { WALLET_PORT: '70000', SERVICE_SECRET: 'short' })
  expect(read).toThrow(/WALLET_PORT.*\n.*SERVICE_SECRET/)
  expect(read).not.toThrow(/short/)
})
