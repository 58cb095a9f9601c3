/**
 * `npm run vision:eval [-- --cards-pictures 1000 --wheel-pictures 1000 --split test --seed 1]`: makes pictures that training
 * never saw, shows each alone to vision as the table has it, and prints what a model's card tells: Markdown on stdout.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AV_LOG_QUIET, Log } from 'node-av'
import { CardEye, type Model, VisionModels, WheelEye } from '../../../vision/index.ts'
import { modelsFolder } from '../models-folder.ts'
import { cardsRows, tableOf, wheelRows } from './figures-table.ts'
import { makeCardsPictures, makeWheelPictures } from './make-pictures.ts'
import { countCards, countWheel, noCards, noWheels } from './measure.ts'
import { readPicture } from './picture-file.ts'
import { readCardsTruth, readWheelTruth } from './truth.ts'

const { values } = parseArgs({
  options: {
    'cards-pictures': { type: 'string', default: '1000' },
    'wheel-pictures': { type: 'string', default: '1000' },
    split: { type: 'string', default: 'test' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed)
const [cardsPictures, wheelPictures] = [Number(values['cards-pictures']), Number(values['wheel-pictures'])]
if (![seed, cardsPictures, wheelPictures].every(Number.isInteger)) {
  console.error('Use: npm run vision:eval [-- --cards-pictures 1000 --wheel-pictures 1000 --split test --seed 1]')
  process.exit(2)
}
const { split } = values
Log.setLevel(AV_LOG_QUIET)

await using opened = new AsyncDisposableStack()
const folder = opened.adopt(mkdtempSync(join(tmpdir(), 'tablecast-eval-')), (path) => rmSync(path, { recursive: true }))

/** After the pictures are made, which takes its time: the models are those that lie there now. */
const openModels = async () => opened.use(await VisionModels.open({ folder: modelsFolder, providers: ['cpu'] }))

/** Of one look, ms. */
const times: Record<'cards' | 'wheel', number[]> = { cards: [], wheel: [] }

async function timed<Seen>(kind: keyof typeof times, look: () => Promise<Seen>): Promise<Seen> {
  const startedAt = performance.now()
  const seen = await look()
  times[kind].push(performance.now() - startedAt)
  return seen
}

async function judgeCards(): Promise<string> {
  const count = noCards()
  const folders = [false, true].map((bare) => ({ bare, out: join(folder, bare ? 'bare' : 'cards') }))
  for (const { bare, out } of folders) await makeCardsPictures({ split, count: cardsPictures, seed, out }, bare)
  const models = await openModels()
  const eye = new CardEye(models)
  for (const { out } of folders)
    for (const truth of await readCardsTruth(out)) {
      const picture = await readPicture(join(out, truth.file))
      countCards(count, truth, await timed('cards', () => eye.look(picture)))
    }
  return [modelsOf(models.cardFinder, models.cardReader), tableOf(cardsRows(count)), timesOf('cards')].join('\n\n')
}

async function judgeWheels(): Promise<string> {
  const count = noWheels()
  const out = join(folder, 'wheel')
  await makeWheelPictures({ split, count: wheelPictures, seed, out })
  const models = await openModels()
  const eye = new WheelEye(models)
  for (const truth of await readWheelTruth(out)) {
    const picture = await readPicture(join(out, truth.file))
    const { cx, cy, rx, ry, angle } = truth.calibration
    const part = (length: number) => length / picture.width
    const calibration = { cx: part(cx), cy: part(cy), rx: part(rx), ry: part(ry), angle }
    const { state, pocket } = await timed('wheel', () => eye.look(picture, calibration))
    countWheel(count, truth, { state, ...(pocket !== null && { pocket }) })
  }
  return [modelsOf(models.wheelReader), tableOf(wheelRows(count)), timesOf('wheel')].join('\n\n')
}

function timesOf(kind: keyof typeof times): string {
  const sorted = times[kind].sort((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(1)
  return `One look takes ${at(0.5)} ms, 95 % of them ${at(0.95)} ms or less, on one core (${cpus()[0]?.model}).`
}

function modelsOf(...models: readonly Model[]): string {
  return models.map(({ id, sha256 }) => `\`${id}\` (SHA-256 ${sha256})`).join(', ')
}

console.log(`Pictures of the split *${split}*, seed ${seed}, each judged alone.`)
if (cardsPictures > 0) console.log(`\n${await judgeCards()}`)
if (wheelPictures > 0) console.log(`\n${await judgeWheels()}`)
