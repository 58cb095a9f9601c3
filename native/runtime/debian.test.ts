import { expect, test } from 'vitest'
import { missingPackages, providePackages } from './debian.ts'
import { Without } from './step.ts'

const machine = { root: '/nowhere', cache: '/nowhere', env: {}, asRoot: false, signal: new AbortController().signal }

test('what is installed is told from what is not, whether Debian knows it or not', async () => {
  expect(await missingPackages(['dpkg', 'no-such-package', 'apt'])).toEqual(['no-such-package'])
  expect(await missingPackages(['dpkg', 'apt'])).toEqual([])
})

test('NotRoot: nothing is installed; the exact command is told', async () => {
  const refused = providePackages(['dpkg', 'no-such-package'], machine, () => {})
  await expect(refused).rejects.toThrow(Without)
  await expect(refused).rejects.toThrow('run: sudo apt-get install -y --no-install-recommends no-such-package')
})

test('nothing is asked for when nothing is missing', async () => {
  await expect(providePackages(['dpkg'], machine, () => {})).resolves.toBeUndefined()
})
