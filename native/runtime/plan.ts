import type { Machine, Step } from './step.ts'
import { browser } from './steps/browser.ts'
import { picturePackages, testPackages, trainingPackages } from './steps/debian-packages.ts'
import { electron } from './steps/electron.ts'
import { mediaWorker } from './steps/media-worker.ts'
import { postgres } from './steps/postgres.ts'
import { window } from './steps/windows.ts'

/** What a program needs, in the order to get it in. */
export function planFor(program: string, args: readonly string[], machine: Machine): readonly Step[] {
  if (program === 'test/check.ts' || program === 'native/media/vision/tools/vision.ts') return []
  if (program === 'native/media/vision/tools/eval.ts') return [picturePackages(machine)]
  if (program === 'native/vision/training/train.ts') return [trainingPackages(machine)]
  const backend = [mediaWorker(machine), postgres(machine), window('player', machine)]
  if (program === 'backend/launch.ts') return backend
  const whole = [...backend, window('control-room', machine)]
  if (args.includes('--headless')) return whole
  const desktop = [electron(machine), browser(machine), window('electron', machine)]
  if (!program.startsWith('test/')) return [...whole, ...desktop]
  // The peer of one bench: Debian starts it as a service, so nobody else gets it.
  const glass =
    program === 'test/bench/run.ts' && (args.length === 0 || args.some((name) => /^media(\/glass)?$/.test(name)))
  const peers = glass ? ['janus'] : []
  return [testPackages(machine, peers), ...whole, ...desktop]
}
