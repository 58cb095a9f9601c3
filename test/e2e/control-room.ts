import type { Page } from '@playwright/test'

/** Says who is on duty, as the control room asks at first. */
export async function signIn(page: Page, name = 'Ada Pit'): Promise<void> {
  const field = page.getByTestId('operator-name')
  await field.fill(name)
  await field.press('Enter')
}

/** Holds a button as long as a dangerous action wants. */
export async function hold(page: Page, testId: string): Promise<void> {
  const button = page.getByTestId(testId)
  await button.hover()
  await page.mouse.down()
  await page.waitForTimeout(1_000) // The hand's own time: 800 ms and a little.
  await page.mouse.up()
}

/** Keeps the README's pictures current: `TABLECAST_PICTURES=assets/pictures npm test`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.TABLECAST_PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}
