import type { PictureSettings } from '../../../native/media/index.ts'
import type { TableSnapshot } from '../api/index.ts'
import { absenceWords } from '../judge/index.ts'
import { cardsWords } from './cards-news.ts'
import { type PictureState, pictureDoubt } from './picture-state.ts'

type EyeView = TableSnapshot['eyes'][number]

/** Every eye of vision as a window shows it, in the order of the settings. Pure. */
export function eyeViews(picture: PictureState, settings: PictureSettings): EyeView[] {
  const { vision, sources } = settings
  return vision.map(({ source, reads, fps: fpsWanted }) => {
    const name = sources.find(({ id }) => id === source)?.name ?? source
    const numbers = picture.statistics?.vision.find((eye) => eye.source === source)
    const { fps = 0, readMs = 0, skipped = 0, provider = null, models = [], why } = numbers ?? {}
    const abstains = abstainsBecause(picture, source, why)
    // What a ball does in passing is no trouble: only what stays until someone comes.
    const reading = picture.readings.get(source)
    const lasts = why !== undefined || reading?.why === 'no_wheel' || reading?.why === 'picture_frozen'
    const level = abstains !== null && lasts ? 'attention' : 'ok'
    const text =
      abstains === null
        ? `Vision reads the ${reads.kind} on ${name}.`
        : `Vision abstains on ${name}: ${abstains}.${reading?.why === 'no_wheel' ? calibrate : ''}`
    return {
      source,
      name,
      reads: reads.kind,
      fpsWanted,
      fps,
      readMs,
      skipped,
      provider,
      models,
      says: saying(picture, settings, source),
      abstains,
      attention: { level, text },
    }
  })
}

/** Null: it says what it sees, or there is nothing to be seen. */
function abstainsBecause(picture: PictureState, source: string, why: string | undefined): string | null {
  if (picture.statistics === null) return 'the media process is away'
  // A camera without a picture says so itself.
  if (pictureDoubt(picture.sources.get(source)) !== null) return null
  if (why !== undefined) return why
  const reading = picture.readings.get(source)
  return reading?.kind === 'none' && reading.why !== 'no_ball' ? absenceWords(reading) : null
}

/** What it sees now, before any vote counts. */
function saying({ readings, cards }: PictureState, settings: PictureSettings, source: string): string | null {
  const wheel = readings.get(source)
  if (wheel?.kind === 'resting') return `Ball at rest in ${wheel.pocket ?? '?'}.`
  if (wheel !== undefined) return wheel.kind === 'rolling' ? 'Ball rolling.' : 'No ball.'
  const table = cards.get(source)
  return table === undefined ? null : cardsWords(table, settings, source)
}

const calibrate = ' Rounds wait for a person. Look at its calibration: Settings, Vision.'
