import { resolve } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { processesOf, StartedHouse } from '../house/index.ts'
import { signIn } from './control-room.ts'

const root = resolve(import.meta.dirname, '../..')
const executablePath = process.env.TABLECAST_ELECTRON ?? ''

test.skip(
  !executablePath,
  'There is no Electron runtime: reach its download site, or name one with ELECTRON_OVERRIDE_DIST_PATH',
)

test.describe('the desktop', () => {
  let house: StartedHouse
  let desktop: ElectronApplication
  let window: Page

  test.beforeAll(async () => {
    house = await StartedHouse.start({ speed: 3, studio: false })
    desktop = await _electron.launch({
      executablePath,
      args: [root, '--config', house.configuration, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: {
        ...process.env,
        TABLECAST_HOME: house.home,
        TABLECAST_PORT_BASE: String(house.portBase),
        TABLECAST_NODE: process.execPath,
      } as Record<string, string>,
    })
    window = await desktop.firstWindow()
    await signIn(window)
  })

  test.afterAll(() => house[Symbol.asyncDispose]())

  test('shows a moving picture, and a round that confirms itself', async () => {
    await expect(window.getByTestId('phase')).toBeVisible()
    const frames = async () => Number(await window.getByTestId('preview').getAttribute('data-frames'))
    await expect.poll(frames).toBeGreaterThan(30)
    await expect(window.getByTestId('records')).toContainText(/confirmed/i, { timeout: 60_000 })
  })

  test('keeps its window sandboxed and at home', async () => {
    expect(
      await window.evaluate(() => [
        typeof Reflect.get(globalThis, 'require'),
        typeof Reflect.get(globalThis, 'process'),
      ]),
    ).toEqual(['undefined', 'undefined'])
    expect(await window.evaluate(() => globalThis.open('file:///etc/passwd'))).toBeNull()
    expect(desktop.windows()).toHaveLength(1)
  })

  test('brings a killed studio back, and says so meanwhile', async () => {
    const studioOf = () => processesOf(house.home).find(({ command }) => command.includes('electron/studio/main.ts'))
    const killed = studioOf()?.pid ?? 0
    process.kill(killed, 'SIGKILL')
    await expect(window.getByTestId('offline')).toBeVisible()
    await expect(window.getByTestId('offline')).toBeHidden({ timeout: 60_000 })
    expect(studioOf()?.pid).not.toBe(killed)
  })

  test('does not let its window be led elsewhere, and leaves no studio behind when it is closed', async () => {
    const address = () =>
      desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
    const refused = desktop.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          contents?.once('will-navigate', (event) => setImmediate(() => resolve(event.defaultPrevented)))
        }),
    )
    const before = await address()
    await window.evaluate(() => {
      location.href = 'http://127.0.0.1:9/'
    })
    expect(await refused).toBe(true)
    expect(await address()).toBe(before)
    await desktop.close()
    await expect
      .poll(() => processesOf(house.home).filter(({ command }) => /electron\/studio|native\/media/.test(command)))
      .toEqual([])
  })
})
