/**
 * How soon the backend knows what the second witness decided: from its bytes on the line, or its reading from the media
 * process, until a running studio has written the verdict down and delivered it. Beside it a question to that studio.
 */
import { randomUUID } from 'node:crypto'
import type { TableEventBody } from '../../backend/contract/index.ts'
import { World } from '../integration/studio/world.ts'
import type { Figure } from './run.ts'

const rounds = 40
const confirmMsMax = 100
const suspendMsMax = 200
const operator = 'Ada Pit'
const [seen, other] = [17, 4]

type Second = 'wheel' | 'camera'

export async function* bench(): AsyncGenerator<Figure> {
  await using world = await World.open()
  const studio = await world.start()
  // Every round is paid as soon as it is confirmed.
  world.game.phase = 'settled'

  const asked: number[] = []
  /** @returns ms from the second word until the backend has heard what follows */
  const round = async (second: Second, agrees: boolean): Promise<number> => {
    const { lastNumber } = await begun()
    const word = (witness: Second, pocket: number) =>
      witness === 'wheel' ? world.wheel.number(pocket) : world.media.sees(pocket)
    word(second === 'wheel' ? 'camera' : 'wheel', seen)
    await studio.view(({ table }) => table.round?.readings.length === 1)
    const heard = heardAt(agrees ? 'result_confirmed' : 'table_suspended')
    const saidAt = performance.now()
    word(second, agrees ? seen : other)
    const ms = (await heard) - saidAt
    if (!agrees) await voidRound()
    await studio.view(
      ({ table }) => table.round?.number === lastNumber && table.waiting === undefined && ended(table.phase),
    )
    const askedAt = performance.now()
    await studio.client.picture.settings()
    asked.push(performance.now() - askedAt)
    return ms
  }
  const begun = async () => {
    world.wheel.spin()
    const { table } = await studio.view(({ table }) => table.phase === 'no_more_bets')
    return { lastNumber: table.round?.number ?? 0 }
  }
  const heardAt = (type: TableEventBody['type']) =>
    new Promise<number>((resolve) => {
      world.game.onEvent = ({ body }) => body.type === type && resolve(performance.now())
    })
  const voidRound = async () => {
    const { table } = await studio.view(({ table }) => table.waiting !== undefined)
    const { tableId, revision } = table
    const roundId = table.round?.roundId
    if (!roundId) throw new Error('there is no round')
    await studio.client.void({ commandId: randomUUID(), tableId, roundId, revision, operator, reason: 'Only a figure' })
  }

  for (const [name, agrees, msMax] of [
    ['second agreeing word to result_confirmed at the backend, p95', true, confirmMsMax],
    ['disagreeing word to table_suspended at the backend, p95', false, suspendMsMax],
  ] as const) {
    const times: number[] = []
    for (let played = 0; played < rounds; played++) times.push(await round(played % 2 ? 'wheel' : 'camera', agrees))
    const value = percentile(times, 0.95)
    const peer = percentile(asked, 0.5)
    yield {
      ...{ bench: 'integrity', name, value, unit: 'ms', peer: 'a question to the studio, p50', peer_value: peer },
      ...{ ratio: value / peer, goal: `<= ${msMax} ms`, ok: value <= msMax },
    }
  }
}

const ended = (phase: string): boolean => phase === 'settled' || phase === 'voided'

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
