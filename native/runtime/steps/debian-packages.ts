import { missingPackages, providePackages } from '../debian.ts'
import type { Machine, Step } from '../step.ts'
import { findBrowser } from './browser.ts'

const programs = ['socat', 'xvfb', 'xauth', 'ffmpeg']
const gstreamerPlugins = ['base', 'good', 'ugly'].map((set) => `gstreamer1.0-plugins-${set}`)
const pictureMakers = ['python3', 'python3-numpy', 'python3-opencv', 'python3-pil', 'librsvg2-bin']
const rtspServer = ['gir1.2-gst-rtsp-server-1.0', 'python3-gi', ...gstreamerPlugins]

/**
 * Debian packages that tests start programs of: lines in pairs, a display without a screen,
 * a camera and encoder that are not ours, a browser.
 * @param peers what this program compares us with, besides
 */
export function testPackages(machine: Machine, peers: readonly string[]): Step {
  const wanted = [...programs, ...peers, ...rtspServer, ...(findBrowser(machine.env) ? [] : ['chromium'])]
  return packages('Debian packages for the tests', wanted, machine)
}

/** What draws vision's pictures of cards. */
export const picturePackages = (machine: Machine): Step =>
  packages('Debian packages for pictures of cards', pictureMakers, machine)

/** What trains vision's models; hundreds of megabytes. */
export const trainingPackages = (machine: Machine): Step =>
  packages('Debian packages for training', [...pictureMakers, 'python3-torch'], machine)

function packages(name: string, wanted: readonly string[], machine: Machine): Step {
  return {
    name,
    find: async () => ((await missingPackages(wanted)).length === 0 ? {} : undefined),
    async provide(progress) {
      await providePackages(wanted, machine, progress)
      return {}
    },
  }
}
