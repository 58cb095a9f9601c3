import { type Browser, expect, type Page, test } from '@playwright/test'
import { formatAmount, type RoundId, roundIdSchema } from '../../backend/contract/index.ts'
import type { StudioView } from '../../electron/studio/api/index.ts'
import { StartedHouse } from '../house/index.ts'
import { launchChromium } from './chromium.ts'
import { hold, picture, signIn } from './control-room.ts'

/** One table, whole: from camera and wheel to a paid bet, a lie of the sensor, and a pit boss who sets it right. */
test.describe
  .serial('a table of the studio', () => {
    let house: StartedHouse
    let browser: Browser
    let controlRoom: Page
    let player: Page

    test.beforeAll(async () => {
      house = await StartedHouse.start({ speed: 1, seed: 5 })
      browser = await launchChromium()
      controlRoom = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await controlRoom.goto(house.controlRoomUrl)
      await signIn(controlRoom)
      player = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await player.goto(house.playerUrl)
    })

    test.afterAll(async () => {
      await browser?.close()
      await house?.[Symbol.asyncDispose]()
    })

    test('shows a moving picture to the producer and to the player', async () => {
      const frames = async (page: Page, testId: string) =>
        Number(await page.getByTestId(testId).getAttribute('data-frames'))
      await expect.poll(() => frames(controlRoom, 'preview')).toBeGreaterThan(30)
      await expect.poll(() => frames(player, 'video')).toBeGreaterThan(30)
    })

    test('confirms a round by itself when the witnesses agree', async () => {
      const view = await house.view(({ table }) => table.phase === 'settled' && table.round?.result !== undefined)
      expect(view.table.round?.result?.authority).toEqual({ by: 'witnesses' })
      expect(view.table.round?.verdict).toBe('agree')
      await expect(controlRoom.getByTestId('verdict')).toBeVisible()
      await picture(controlRoom, 'control-room')
    })

    test("pays a player's bet to the cent", async () => {
      await betOnEveryColour(player)
      await picture(player, 'player')
      const { round } = (await house.view(({ table }) => table.round !== undefined)).table
      const { pocket } = await resultOf(house, roundIdSchema.parse(round?.roundId))
      // One chip of €5 on red, black and zero each: a colour returns €10, zero returns €180.
      const returned = pocket === 0 ? 18_000n : 1_000n
      await expect(player.getByTestId('payout')).toContainText(formatAmount(returned))
      await expect(player.getByTestId('balance')).toContainText(formatAmount(100_000n - 1_500n + returned))
    })

    test('suspends the table when the sensor lies, and asks a person', async () => {
      await controlRoom.getByTestId('fault-sensor_wrong_number').click()
      // The fault begins with the next spin; the bet is for that one.
      await house.view(({ table }) => table.phase === 'settled')
      await betOnEveryColour(player)
      const { table } = await house.view(({ table }) => table.waiting !== undefined, 120_000)
      expect(table.phase).toBe('suspended')
      expect(table.waiting?.why).toBe('disagree')
      expect(table.round?.result).toBeUndefined()
      await expect(controlRoom.getByTestId('decision')).toBeVisible()
      await expect(player.getByTestId('phase')).toContainText(/suspended/i)
      await picture(controlRoom, 'dispute')
    })

    test('pays the right bets after the pit boss corrected the result with a reason', async () => {
      const { table } = await house.view(({ table }) => table.waiting !== undefined)
      const roundId = roundIdSchema.parse(table.round?.roundId)
      const seen = table.round?.readings.find(({ witness, late }) => witness === 'vision' && !late)?.pocket
      const [truth] = await house.spins()
      expect(seen).toBe(truth?.pocket)
      await controlRoom.getByTestId('correct').click()
      await controlRoom.getByTestId(`pocket-${seen}`).click()
      await controlRoom.getByTestId('reason').fill('The camera shows the ball there')
      await hold(controlRoom, 'correct-submit')
      expect(await resultOf(house, roundId)).toMatchObject({ pocket: seen, standing: 'corrected' })
      const returned = seen === 0 ? 18_000n : 1_000n
      await expect(player.getByTestId('payout')).toContainText(formatAmount(returned))
      await expect(controlRoom.getByTestId('records')).toContainText(
        new RegExp(`Ada Pit corrected round ${table.round?.number} to ${seen} .*: The camera shows the ball there`),
      )
      const moved = await house.wallet.round({ roundId })
      expect(moved).toEqual({ held: '1500', captured: '1500', released: '0', paid: String(returned) })
    })

    test('ends with an event list, a game and a ledger that agree', async () => {
      const [tally, audit] = await Promise.all([house.game.tally({}), house.wallet.audit()])
      expect(tally).toMatchObject({ placing: 0, rejected: 0, refunded: 0, settled: 2 })
      expect(audit).toMatchObject({ sum: '0', unbalancedAccounts: 0, held: '0' })
      expect(BigInt(audit.house)).toBe(BigInt(tally.staked) - BigInt(tally.returned))
    })
  })

/** €5 on red, black and zero, as soon as bets are open with time enough to place them. */
async function betOnEveryColour(player: Page): Promise<void> {
  await expect(player.getByTestId('phase')).toContainText(/place your bets/i, { timeout: 60_000 })
  await player.getByTestId('chip-500').click()
  for (const spot of ['red', 'black', 'straight-0']) await player.getByTestId(`spot-${spot}`).click()
  await player.getByTestId('place').click()
  await expect(player.getByTestId('slip-state')).toContainText(/accepted/i)
}

/** How a round ended. A fast table may open its next round before this one is shown as settled. */
async function resultOf(house: StartedHouse, roundId: RoundId) {
  const past = ({ table }: StudioView) => table.results.find((result) => result.roundId === roundId)
  const found = past(await house.view((view) => past(view) !== undefined))
  if (found?.pocket === undefined) throw new Error(`Round ${roundId} has no result`)
  return { pocket: found.pocket, standing: found.standing }
}
