import type { MediaReport, PictureSettings, RecordStatus } from '../../../native/media/index.ts'
import type { StudioRecord } from '../api/index.ts'
import type { PictureState } from './picture-state.ts'

type News = Omit<StudioRecord, 'id' | 'at'>

const news = (level: StudioRecord['level'], text: string): News => ({ level, kind: 'device', text })

/** What a report is to the record: what changed for people, and not every number. Pure. */
export function pictureNews(
  before: PictureState,
  after: PictureState,
  report: MediaReport,
  settings: PictureSettings,
): News[] {
  const nameOf = (id: string) => settings.sources.find((source) => source.id === id)?.name ?? id
  switch (report.type) {
    case 'source':
      return sourceNews(before, after, report.status.id, nameOf)
    case 'statistics': {
      const sources = report.statistics.sources.flatMap(({ id }) => sourceNews(before, after, id, nameOf))
      return [...sources, ...recordNews(before.statistics?.record ?? null, report.statistics.record)]
    }
    case 'tally':
      return mixNews(before, after, nameOf)
    case 'encoder_replaced':
      return [news('alarm', `The encoder ${report.from} failed on air: ${report.why}. ${report.to} took its place.`)]
    default:
      return []
  }
}

function sourceNews(before: PictureState, after: PictureState, id: string, nameOf: (id: string) => string): News[] {
  const source = after.sources.get(id)
  if (!source || source.known === null || source.known === before.sources.get(id)?.known) return []
  if (source.known === 'ok') return [news('info', `${nameOf(id)} is live.`)]
  const { why } = source.status
  return [news('attention', `${nameOf(id)} is ${source.known}.${why === undefined ? '' : ` ${why}.`}`)]
}

function mixNews({ tally: was }: PictureState, { tally: is }: PictureState, nameOf: (id: string) => string): News[] {
  if (is === null) return []
  const records: News[] = []
  const stoodIn = was?.standIns ?? {}
  for (const [failed, backup] of Object.entries(is.standIns)) {
    if (stoodIn[failed] !== backup) {
      records.push(news('attention', `${nameOf(backup)} stands in for ${nameOf(failed)} in the program.`))
    }
  }
  for (const failed of Object.keys(stoodIn)) {
    if (!(failed in is.standIns)) records.push(news('info', `Nothing stands in for ${nameOf(failed)} any longer.`))
  }
  if (is.slate !== (was?.slate ?? false)) {
    records.push(
      is.slate
        ? news('attention', 'The program shows the slate: its scene has no live picture.')
        : news('info', 'The program shows a live picture again.'),
    )
  }
  return records
}

function recordNews(was: RecordStatus | null, is: RecordStatus | null): News[] {
  if (is === null) return []
  const records: News[] = []
  if (is.repaired > (was?.repaired ?? 0)) {
    records.push(news('info', `Recordings that a power cut had left unfinished were repaired: ${is.repaired}.`))
  }
  if (is.disk !== (was?.disk ?? 'ok')) records.push(news(diskLevels[is.disk], diskWords(is)))
  return records
}

const diskLevels = { ok: 'info', attention: 'attention', alarm: 'alarm' } as const

/** What the disk means for recording, for people. */
export function diskWords({ disk, freeBytes }: RecordStatus): string {
  const free = `${(freeBytes / 1e9).toFixed(1)} GB`
  switch (disk) {
    case 'ok':
      return `The disk of the recordings has ${free} free.`
    case 'attention':
      return `The disk of the recordings has only ${free} free. Make room, or keep recordings for a shorter time.`
    case 'alarm':
      return `The disk of the recordings is full (${free} free): nothing is recorded any more. Make room.`
  }
}
