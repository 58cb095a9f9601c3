import { missingPackages, providePackages } from '../debian.ts'
import type { Machine, Step } from '../step.ts'
import { findBrowser } from './browser.ts'

const programs = ['socat', 'xvfb', 'xauth', 'ffmpeg']
const gstreamerPlugins = ['base', 'good', 'ugly'].map((set) => `gstreamer1.0-plugins-${set}`)
const rtspServer = ['gir1.2-gst-rtsp-server-1.0', 'python3-gi', ...gstreamerPlugins]

/**
 * Debian packages that tests start programs of: lines in pairs, a display without a screen,
 * a camera and encoder that are not ours, a browser.
 * @param peers what this program compares us with, besides
 */
export function testPackages(machine: Machine, peers: readonly string[]): Step {
  const wanted = [...programs, ...peers, ...rtspServer, ...(findBrowser(machine.env) ? [] : ['chromium'])]
  return {
    name: 'Debian packages for the tests',
    find: async () => ((await missingPackages(wanted)).length === 0 ? {} : undefined),
    async provide(progress) {
      await providePackages(wanted, machine, progress)
      return {}
    },
  }
}
