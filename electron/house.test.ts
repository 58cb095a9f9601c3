import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openHouse, takeLock } from './house.ts'

const environment = () => ({
  TABLECAST_HOME: mkdtempSync(join(tmpdir(), 'tablecast-house-')),
  TABLECAST_PORT_BASE: '9000',
})

describe('a house', () => {
  it('keeps its secret, readable by its owner alone', () => {
    const env = environment()
    const { serviceSecret, home } = openHouse(env)
    expect(openHouse(env).serviceSecret).toBe(serviceSecret)
    expect(statSync(join(home, 'service-secret')).mode & 0o777).toBe(0o600)
  })

  it.each(['abc', '80', '70000'])('refuses %s as the first port', (base) => {
    expect(() => openHouse({ ...environment(), TABLECAST_PORT_BASE: base })).toThrow(/TABLECAST_PORT_BASE/)
  })

  it('lets one process at a time play a role, and leaves no lock', () => {
    const house = openHouse(environment())
    const unlock = takeLock(house, 'studio')
    expect(() => takeLock(house, 'studio')).toThrow(/already runs/)
    unlock()
    expect(existsSync(join(house.home, 'studio.lock'))).toBe(false)
    takeLock(house, 'studio')()
  })

  it.each(['999999999', 'not a pid', ''])('takes over a lock that says %j, whose process is gone', (text) => {
    const house = openHouse(environment())
    writeFileSync(join(house.home, 'studio.lock'), text)
    expect(() => takeLock(house, 'studio')()).not.toThrow()
  })
})
