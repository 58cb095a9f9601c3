/**
 * `npm run -s vision -- cards|wheel --images <file or folder>… [--calibration <file.json>] [--json]`: what vision says of
 * each picture alone, without what it remembers of others. With `--json` one line for each picture, in their order; one that
 * cannot be judged has its line with `error`, the others go on, and the exit code is 1 in the end.
 */
import { AV_LOG_QUIET, Log } from 'node-av'
import { VisionError, VisionModels } from '../../../vision/index.ts'
import { modelsFolder } from '../models-folder.ts'
import { type Asked, asked } from './arguments.ts'
import { readCalibrations } from './calibration-file.ts'
import { cardsJudge, type Judge, type Verdict, wheelJudge } from './judge.ts'
import { pictureFiles } from './picture-list.ts'
import { inWords } from './words.ts'

const usage = `Use:
  npm run -s vision -- cards --images <file or folder>… [--json]
  npm run -s vision -- wheel --images <file or folder>… --calibration <file.json> [--json]`

/** Errors of one picture; any other is vision's own, and no picture can be judged. */
const ofPicture: readonly VisionError['code'][] = [
  'picture_missing',
  'picture_damaged',
  'picture_too_small',
  'picture_too_large',
  'bad_calibration',
]

async function judgeOf(wanted: Asked, models: VisionModels): Promise<Judge> {
  return wanted.what === 'cards' ? cardsJudge(models) : wheelJudge(models, await readCalibrations(wanted.calibration))
}

/** @returns the exit code */
async function main(): Promise<number> {
  const wanted = asked(process.argv.slice(2))
  if (!wanted) {
    console.error(usage)
    return 2
  }
  Log.setLevel(AV_LOG_QUIET)
  await using models = await VisionModels.open({ folder: modelsFolder })
  const judge = await judgeOf(wanted, models)
  let failed = 0
  for (const file of await pictureFiles(wanted.images)) {
    const line = { file, ...(await verdictOn(file, judge)) }
    if ('error' in line) failed++
    console.log(wanted.json ? JSON.stringify(line) : inWords(line))
  }
  return failed > 0 ? 1 : 0
}

type Failure = { readonly error: { readonly code: string; readonly message: string } }

async function verdictOn(file: string, judge: Judge): Promise<Verdict | Failure> {
  try {
    return await judge(file)
  } catch (cause) {
    if (!(cause instanceof VisionError && ofPicture.includes(cause.code))) throw cause
    return { error: { code: cause.code, message: cause.message } }
  }
}

try {
  process.exitCode = await main()
} catch (cause) {
  if (!(cause instanceof VisionError)) throw cause
  console.error(`${cause.code}: ${cause.message}`)
  process.exitCode = 1
}
