import { spawn } from 'node:child_process'

/** A person's own browser as the control room's window: an application window of its own, with its own profile. */
export function openBrowserWindow(url: string, profile: string, display: boolean): void {
  const browser = process.env.TABLECAST_BROWSER
  if (!browser || !display) {
    const why = display ? 'No Electron and no Chromium, Chrome or Edge was found' : 'There is no display'
    console.log(`${why}: open the control room yourself at ${url}`)
    return
  }
  console.log('There is no Electron here: the control room opens in the installed browser.')
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const window = spawn(
    browser,
    [
      `--app=${url}`,
      `--user-data-dir=${profile}`,
      '--window-size=1440,900',
      '--no-first-run',
      '--disable-sync',
      ...root,
    ],
    {
      stdio: 'ignore',
    },
  )
  const close = () => window.kill()
  process.once('exit', close)
  window.once('error', (error) => console.log(`The browser did not start (${error.message}): open ${url} yourself`))
  window.once('exit', () => {
    process.off('exit', close)
    console.log(
      `The control room's window was closed; the studio goes on. Open it again at ${url}, or stop with Ctrl-C.`,
    )
  })
}
