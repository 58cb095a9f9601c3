import type { PictureSettings } from '../../../native/media/index.ts'
import type { TableSnapshot } from '../api/index.ts'
import { diskWords } from './picture-news.ts'
import type { PictureState } from './picture-state.ts'

/** Parts of the mixer's rate below which the program is amber and red (OBS Studio's stats dock). */
const fpsAttention = 0.95
const fpsAlarm = 0.8

interface Sent {
  readonly settings: PictureSettings
  /** Whether the table has players' side at all, and whether its SFU takes the program. */
  readonly hasBackend: boolean
  readonly hasTarget: boolean
  /** What the SFU says of it; null while it cannot be asked. */
  readonly received: { readonly live: boolean; readonly viewers: number } | null
}

/** The program as a window shows it. Pure. */
export function programView(picture: PictureState, sent: Sent): TableSnapshot['program'] {
  const program = picture.statistics?.program
  const rungs = program?.rungs ?? []
  // Only what the SFU itself says is on air.
  const onAir = sent.hasTarget && sent.received?.live === true
  return {
    onAir,
    encoder: [...new Set(rungs.map(({ encoder }) => encoder))].join(', '),
    fps: program?.fps ?? 0,
    bitrate: rungs.reduce((sum, { bitrate }) => sum + bitrate, 0),
    rungs,
    delayMs: program?.delayMs ?? null,
    repeated: program?.repeated ?? 0,
    dropped: program?.dropped ?? 0,
    viewers: sent.received?.viewers ?? null,
    sound: picture.statistics?.sound?.level ?? null,
    attention: attentionOf(picture, sent, onAir),
  }
}

function attentionOf(
  { tally, statistics }: PictureState,
  { settings, hasBackend, hasTarget }: Sent,
  onAir: boolean,
): TableSnapshot['program']['attention'] {
  if (!hasBackend) return { level: 'ok', text: 'This table has no backend: the program goes nowhere.' }
  if (tally === null)
    return { level: 'alarm', text: 'The program is off air: the media process is away. It comes back by itself.' }
  if (!hasTarget) {
    return { level: 'alarm', text: 'The program is off air: the SFU does not answer. It is asked again every second.' }
  }
  if (!onAir) return { level: 'attention', text: 'The program is being sent, and the SFU does not have it yet.' }
  if (tally.slate) return { level: 'alarm', text: 'The slate is on air: the scene has no live picture.' }
  // The program is made at the pace of the source on air: a slower one is no fault.
  const paces = settings.sources.filter(({ id }) => tally.onAir.includes(id)).map(({ fps }) => fps)
  const expected = Math.min(settings.mix.fps, ...paces)
  const fps = statistics?.program.fps ?? expected
  if (fps < expected * fpsAttention) {
    const level = fps < expected * fpsAlarm ? 'alarm' : 'attention'
    return { level, text: `The program has ${Math.round(fps)} of ${expected} pictures a second.` }
  }
  return { level: 'ok', text: 'The program is on air.' }
}

/** Continuous recording as a window shows it. Pure. */
export function recordView({ statistics }: PictureState): TableSnapshot['record'] {
  const status = statistics?.record ?? null
  if (status === null) return null
  const stopped = status.recording.find(({ state }) => state === 'stopped')
  if (status.disk === 'ok' && stopped) {
    const because = stopped.why === undefined ? '' : ` ${stopped.why}.`
    return { status, attention: { level: 'attention', text: `${stopped.feed} is not recorded.${because}` } }
  }
  return { status, attention: { level: status.disk, text: diskWords(status) } }
}

/** The machine's encoders as a window shows them. Pure. */
export function encodersView(
  { encoders, replaced }: PictureState,
  { ladder }: PictureSettings,
): TableSnapshot['encoders'] {
  return { known: encoders, choice: ladder.encoder, replaced }
}
