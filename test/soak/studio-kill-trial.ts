import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { RoundId, TableEventBody } from '../../backend/contract/index.ts'
import { seededRandom } from '../house/random.ts'
import type { RunningStudio } from '../integration/studio/running-studio.ts'
import { World } from '../integration/studio/world.ts'

/** The process dies within this time of the wheel's first word, ms: a round takes about half of it. */
const killWithinMs = 700
/** … but for these, in which the round ends first. */
const wholeShare = 0.25
const gapMsMax = 200
const pockets = 37

export interface StudioKills {
  readonly rounds: number
  readonly byWitnesses: number
  readonly byPerson: number
  /** Rounds that a person had to end as nobody saw their end. */
  readonly interrupted: number
  readonly disputed: number
  readonly failures: readonly string[]
}

/** What each witness says of one spin; null: nothing. */
interface Said {
  readonly wheel: number | null
  readonly camera: number | null
}

/** @param onKill called after each with how many there were */
export async function studioKills(
  kills: number,
  seed: number,
  onKill: (done: number) => void = () => {},
): Promise<StudioKills> {
  await using world = await World.open()
  // Every round is paid as soon as it is confirmed.
  world.game.phase = 'settled'
  const random = seededRandom(seed)
  const said = new Map<RoundId, Said>()
  let spoken: Said = { wheel: null, camera: null }
  world.game.onEvent = ({ body }) => {
    if (body.type === 'round_opened') said.set(body.roundId, spoken)
  }
  const count = { interrupted: 0, disputed: 0 }
  for (let done = 1; done <= kills; done++) {
    const studio = await world.start()
    await endWaiting(studio, count)
    // What was opened before must have been told before it is known what is said next.
    const { table } = await studio.view(({ table }) => table.outbox.waiting === 0)
    const truth = Math.floor(random() * pockets)
    const word = () => (random() < 0.15 ? null : random() < 0.15 ? (truth + 1) % pockets : truth)
    spoken = { wheel: word(), camera: word() }
    const instant = random() < wholeShare ? roundEnded(studio, table.round?.number ?? 0) : wait(random() * killWithinMs)
    const killed = instant.then(() => studio.kill('SIGKILL'))
    await spin(world, spoken, random)
    await killed
    onKill(done)
  }
  const last = await world.start()
  await endWaiting(last, count)
  await last.view(({ table }) => table.outbox.waiting === 0 && table.waiting === undefined)
  return judged(world, said, count)
}

/** A round from its opening to its last word, whoever listens. */
async function spin(world: World, { wheel, camera }: Said, random: () => number): Promise<void> {
  world.wheel.spin()
  const words = [
    () => camera !== null && world.media.sees(camera),
    () => (wheel === null ? world.wheel.state('closed') : world.wheel.number(wheel)),
  ]
  if (random() < 0.5) words.reverse()
  for (const word of words) {
    await wait(random() * gapMsMax)
    word()
  }
  await wait(random() * gapMsMax)
}

/** The round after the one with this number has its end, or waits for a person. */
async function roundEnded(studio: RunningStudio, before: number): Promise<void> {
  await studio.view(({ table: { round, waiting, phase } }) => {
    return (round?.number ?? 0) > before && (waiting !== undefined || !isInFlight(phase))
  })
}

/** The person who is asked ends the round that was in play: what its witnesses said before is no proof any more. */
async function endWaiting(studio: RunningStudio, count: { interrupted: number; disputed: number }): Promise<void> {
  const { table } = await studio.view(({ table }) => table.waiting !== undefined || !isInFlight(table.phase))
  const { waiting, round, tableId, revision } = table
  if (!waiting || !round) return
  if (waiting.why === 'interrupted') count.interrupted++
  if (waiting.why === 'disagree') count.disputed++
  const seen = { commandId: randomUUID(), tableId, roundId: round.roundId, revision, operator: 'Ada Pit' }
  await studio.client.correct({ ...seen, pocket: 0, reason: 'The video shows it' })
  await studio.view(({ table }) => table.waiting === undefined)
}

const isInFlight = (phase: string): boolean => !['idle', 'confirmed', 'settled', 'voided'].includes(phase)

/** Looks at what the game was told, in its order. */
function judged(
  world: World,
  said: ReadonlyMap<RoundId, Said>,
  count: { interrupted: number; disputed: number },
): StudioKills {
  const failures: string[] = []
  const total = { rounds: 0, byWitnesses: 0, byPerson: 0 }
  let open: RoundId | null = null
  world.game.events.forEach(({ sequence, body }, index) => {
    const where = `event ${sequence}, ${body.type}`
    if (sequence !== index + 1) failures.push(`${where}: ${index} came before it`)
    if (body.type === 'round_opened') {
      if (open !== null) failures.push(`${where}: the round before had no end`)
      if (body.number !== total.rounds + 1) failures.push(`${where}: it is round ${body.number} after ${total.rounds}`)
      total.rounds++
      open = body.roundId
    } else if ('roundId' in body && body.roundId !== open) failures.push(`${where}: not of the round that is open`)
    if (!isEnd(body)) return
    if (body.type === 'result_confirmed' && body.authority.by === 'witnesses') {
      total.byWitnesses++
      const { wheel, camera } = said.get(body.roundId) ?? { wheel: null, camera: null }
      if (wheel !== body.pocket || camera !== body.pocket) {
        failures.push(`${where}: ${body.pocket} confirmed though the wheel said ${wheel} and the camera ${camera}`)
      }
    } else total.byPerson++
    open = null
  })
  if (open !== null) failures.push('the last round has no end')
  return { ...total, ...count, failures }
}

const isEnd = (body: TableEventBody) => body.type === 'result_confirmed' || body.type === 'round_voided'
