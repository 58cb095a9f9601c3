import { type Browser, expect, type Page, test } from '@playwright/test'
import { StartedHouse } from '../house/index.ts'
import { launchChromium } from './chromium.ts'
import { signIn } from './control-room.ts'

/** A producer's desk: several cameras, the mixer, the settings; and a player who sees what is on air. */
test.describe
  .serial('a producer', () => {
    let house: StartedHouse
    let browser: Browser
    let page: Page

    test.beforeAll(async () => {
      house = await StartedHouse.start({ seed: 11 })
      browser = await launchChromium()
      page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
      await page.goto(house.controlRoomUrl)
      await signIn(page)
    })

    test.afterAll(async () => {
      await browser?.close()
      await house?.[Symbol.asyncDispose]()
    })

    const tally = (id: string) => page.locator('figure.tile', { has: page.getByTestId(`tile-${id}`) })

    test('sees every camera live', async () => {
      for (const id of ['wheel', 'wide', 'close']) {
        await expect(page.getByTestId(`tile-${id}`)).toHaveAttribute('data-live', 'true')
        await expect
          .poll(async () => Number(await page.getByTestId(`tile-${id}`).getAttribute('data-frames')))
          .toBeGreaterThan(10)
      }
    })

    test('takes the cuts from the director, puts a scene on preview and then on air, and gives them back', async () => {
      await page.getByTestId('scene-close').click()
      await expect(tally('close')).toHaveAttribute('data-tally', /preview/)
      await page.getByTestId('dissolve').click()
      await expect(tally('close')).toHaveAttribute('data-tally', /program/)
      // A camera that a slow machine starves is stood in for, and comes back by itself.
      const { table } = await house.view(({ table }) => table.mix.tally?.onAir.join() === 'close')
      expect(table.mix.tally).toMatchObject({ program: 'close', leaving: null })
      expect(table.mix.director.automatic).toBe(false)
      await page.getByTestId('automatic').click()
      await house.view(({ table }) => table.mix.director.automatic)
    })

    test('loses the wheel camera: a veil lies over it, and another stands in on air', async () => {
      await page.getByTestId('scene-wheel').click()
      await page.getByTestId('take').click()
      await house.view(({ table }) => table.mix.tally?.onAir.includes('wheel') === true)
      await page.getByTestId('faults-on').click()
      await page.getByTestId('fault-camera_gone').click()
      await house.view(({ table }) => table.mix.tally?.standIns.wheel === 'wide')
      await expect(page.getByTestId('tile-wheel')).toHaveAttribute('data-source', /stale|lost/)
      await expect(page.getByTestId('tile-wheel')).not.toHaveAttribute('data-live', 'true')
      await page.getByTestId('fault-camera_gone').click()
      await expect(page.getByTestId('tile-wheel')).toHaveAttribute('data-live', 'true')
      await house.view(({ table }) => table.mix.tally?.onAir.includes('wheel') === true)
    })

    test('adds a test pattern while the others go on, and is told which field is wrong', async () => {
      const { revision, settings } = await house.studio().picture.settings()
      const pattern = {
        id: 'bars',
        name: 'Bars',
        address: { kind: 'pattern', width: 320, height: 180, fps: 15 },
        fps: 15,
      }
      const change = (more: object) =>
        house.studio().picture.change({ revision, settings: { ...settings, ...more }, operator: 'Ada Pit' })
      await expect(change({ sources: [...settings.sources, { ...pattern, backup: 'nobody' }] })).rejects.toMatchObject({
        code: 'SETTINGS_INVALID',
        data: { issues: [{ path: ['sources', 3, 'backup'] }] },
      })
      await change({ sources: [...settings.sources, pattern] })
      await expect(page.getByTestId('tile-bars')).toHaveAttribute('data-live', 'true')
      const { table } = await house.view(({ table }) =>
        table.sources.some(({ id, state }) => id === 'bars' && state === 'ok'),
      )
      expect(table.sources.find(({ id }) => id === 'wide')?.connections).toBe(1)
    })

    test('watches the last ten seconds of a camera again', async () => {
      await page.getByTestId('clip-wide').click()
      const video = page.getByTestId('clip-video')
      await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBe(1280)
      await page.keyboard.press('Escape')
    })

    test('has a player who gets the rung that he chooses', async () => {
      const player = await browser.newPage({ viewport: { width: 1000, height: 700 } })
      await player.goto(house.playerUrl)
      const width = () => player.getByTestId('video').evaluate((video: HTMLVideoElement) => video.videoWidth)
      await expect.poll(width).toBe(1280)
      await player.getByTestId('quality').selectOption('low')
      await expect.poll(width).toBe(320)
      await player.close()
    })
  })
