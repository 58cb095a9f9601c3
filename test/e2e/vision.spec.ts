import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { StartedHouse } from '../house/index.ts'
import { launchChromium } from './chromium.ts'
import { picture, signIn } from './control-room.ts'

interface Calibration {
  readonly cx: number
  readonly cy: number
  readonly rx: number
  readonly ry: number
  readonly angle: number
}
type Place = readonly [x: number, y: number]

/** A camera that was pushed, and whoever sets vision up again: by keyboard and by pointer, in a wide window and a small one. */
test.describe
  .serial('whoever sets vision up', () => {
    let house: StartedHouse
    let browser: Browser
    let page: Page
    /** Where the virtual wheel stands. */
    let truth: Calibration

    test.beforeAll(async () => {
      house = await StartedHouse.start({ seed: 7 })
      browser = await launchChromium()
      page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
      await page.goto(house.controlRoomUrl)
      await signIn(page)
      const { settings } = await house.studio().picture.settings()
      const reads = settings.vision[0]?.reads
      if (reads?.kind !== 'wheel') throw new Error('the virtual table has no eye on its wheel')
      truth = reads.calibration
    })

    test.afterAll(async () => {
      await browser?.close()
      await house?.[Symbol.asyncDispose]()
    })

    const openVision = async () => {
      await page.keyboard.press('s')
      await page.getByTestId('settings-vision').click()
      await expect(page.getByTestId('stage')).toBeVisible()
    }
    const save = async () => {
      await page.getByTestId('settings-save').click()
      await expect(page.getByTestId('settings-outcome')).toHaveText('Saved, and at work.')
    }
    const check = (): Locator => page.getByTestId('vision-check')
    /** Clicks in the still, at a place in parts of its width. */
    const click = async ([x, y]: Place) => {
      await page.getByTestId('stage').scrollIntoViewIfNeeded()
      const box = await page.getByTestId('stage').boundingBox()
      if (box === null) throw new Error('there is no still')
      await page.mouse.click(box.x + x * box.width, box.y + y * box.width)
    }
    /** On the calibrated ellipse: `t` rad, clockwise; the virtual camera looks straight down. */
    const onRim = (t: number, radius = 1): Place => [
      truth.cx + radius * truth.rx * Math.cos(t),
      truth.cy + radius * truth.ry * Math.sin(t),
    ]

    test('sees beside the marks what vision sees with them', async () => {
      await openVision()
      await expect(check()).toContainText(/The zero is where the drawing has it/)
      await picture(page, 'vision')
    })

    test('pushes the whole wheel aside with the keyboard: vision sees no wheel, and says so before it is saved', async () => {
      await page.getByTestId('handle-centre').focus()
      for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+ArrowRight')
      await expect(check()).toContainText(/vision abstains/i)
      await expect(page.getByTestId('marks-undo')).not.toHaveAttribute('aria-disabled', 'true')
      await save()
      await page.keyboard.press('Escape')
      const { table } = await house.view((view) => view.table.eyes[0]?.abstains === 'no wheel in the picture')
      expect(table.eyes[0]?.attention.level).toBe('attention')
      await expect(page.getByTestId('vision-now')).toHaveText('Vision abstains: no wheel in the picture')
      const { settings } = await house.studio().picture.settings()
      expect(settings.vision[0]?.reads).toMatchObject({
        calibration: { cx: expect.closeTo(truth.cx + 120 / 1280, 3), rx: expect.closeTo(truth.rx, 3) },
      })
    })

    test('marks centre, rim and zero anew in a small window, and vision reads again', async () => {
      await page.setViewportSize({ width: 1024, height: 768 })
      await openVision()
      await page.getByTestId('marks-anew').click()
      await click([truth.cx, truth.cy])
      for (const t of [0.2, 1.7, 3.4, 4.9]) await click(onRim(t))
      await expect(page.getByTestId('mark-zero')).toHaveAttribute('aria-pressed', 'true')
      // Where the zero is in the picture that the person sees: vision is asked, on the very same one.
      const kept = { source: 'wheel', picture: 'kept', for: { kind: 'wheel', calibration: truth } } as const
      const { sight } = await house.studio().picture.look(kept)
      if (sight?.zero == null) throw new Error('vision sees no zero where the wheel is')
      await click(onRim(sight.zero, 0.75))
      await expect(check()).toContainText(/The zero is where you marked it/)
      await picture(page, 'vision-small')
      await save()
      await page.keyboard.press('Escape')
      await page.setViewportSize({ width: 1600, height: 1000 })
      const { table } = await house.view(({ table: { eyes } }) => eyes[0]?.abstains === null && eyes[0].says !== null)
      expect(table.eyes[0]?.attention.level).toBe('ok')
      await expect(page.getByTestId('eye-numbers')).toContainText('wheel-reader@')
      const { settings } = await house.studio().picture.settings()
      const { cx, cy, rx, ry } = truth
      const near = (value: number) => expect.closeTo(value, 2)
      expect(settings.vision[0]?.reads).toMatchObject({
        calibration: { cx: near(cx), cy: near(cy), rx: near(rx), ry: near(ry) },
      })
    })

    test('has vision find the wheel by itself', async () => {
      await openVision()
      await page.getByTestId('marks-anew').click()
      await page.getByTestId('find-wheel').click()
      await expect(page.getByTestId('mark-rim')).toContainText('4 of 4')
      await expect(check()).toContainText(/The zero is where/)
    })

    test('draws a zone on the bets, and is told of what is not possible', async () => {
      await page.getByTestId('eye-watches').click()
      const box = await page.getByTestId('stage').boundingBox()
      if (box === null) throw new Error('there is no still')
      await page.mouse.move(box.x + 20, box.y + 20)
      await page.mouse.down()
      await page.mouse.move(box.x + 120, box.y + 90, { steps: 4 })
      await page.mouse.up()
      await page.getByTestId('field-vision-0-watches-0-name').fill('')
      await page.getByTestId('settings-save').click()
      await expect(page.getByTestId('settings-issues')).toContainText('eye 1, watched zone 1, name')
      await page.getByTestId('field-vision-0-watches-0-name').fill('Bets')
      await save()
      const { settings } = await house.studio().picture.settings()
      expect(settings.vision[0]?.watches).toMatchObject([{ name: 'Bets', kind: 'betting' }])
    })
  })
