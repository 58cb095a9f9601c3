import { expect, test } from 'vitest'
import { planFor } from './plan.ts'

const machine = { root: '/nowhere', cache: '/nowhere', env: {}, asRoot: false, signal: new AbortController().signal }
const names = (program: string, ...args: string[]) => planFor(program, args, machine).map(({ name }) => name)
const headless = ['media worker', 'PostgreSQL', 'player window', 'control-room window']

test('a person gets the desktop; headless gets no window to open', () => {
  expect(names('electron/launch.ts')).toEqual([...headless, 'Electron', 'browser', 'electron window'])
  expect(names('electron/launch.ts', '--virtual', '--headless')).toEqual(headless)
})

test('the backend alone needs no control room', () => {
  expect(names('backend/launch.ts')).toEqual(['media worker', 'PostgreSQL', 'player window'])
})

test('tests need everything, checks nothing', () => {
  expect(names('test/run.ts')).toEqual([
    'Debian packages for the tests',
    ...headless,
    'Electron',
    'browser',
    'electron window',
  ])
  expect(names('test/check.ts')).toEqual([])
})

test('judging pictures needs no more than the packages, and making them what draws them', () => {
  expect(names('native/media/vision/tools/vision.ts', 'cards', '--images', 'test/a.jpg')).toEqual([])
  expect(names('native/media/vision/tools/eval.ts')).toEqual(['Debian packages for pictures of cards'])
  expect(names('native/vision/training/train.ts')).toEqual(['Debian packages for training'])
})
