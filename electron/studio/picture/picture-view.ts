import type { PictureSettings, SourceStatus } from '../../../native/media/index.ts'
import type { SourceView, TableSnapshot } from '../api/index.ts'
import { type PictureState, pictureDoubt } from './picture-state.ts'
import { wheelSource } from './wheel-eye.ts'

/** Every source as a window shows it, in the order of the settings. Pure. @param now UTC, ms */
export function sourceViews(picture: PictureState, settings: PictureSettings, now: number): SourceView[] {
  const { tally } = picture
  const scene = settings.mix.scenes.find(({ id }) => id === tally?.program)
  return settings.sources.map(({ id, name }) => {
    const heard = picture.sources.get(id)
    const status = heard?.status ?? unheard(id)
    const isWitness = wheelSource(settings) === id
    const isMissed = isWitness || scene?.layers.some(({ source }) => source === id) === true
    // Between two reports a picture that stands still goes on ageing.
    const since = heard === undefined || status.state === 'ok' ? 0 : Math.max(0, now - heard.at)
    return {
      ...status,
      frameAgeMs: status.frameAgeMs === null ? null : status.frameAgeMs + since,
      name,
      onAir: tally?.onAir.includes(id) ?? false,
      inPreview: tally?.inPreview.includes(id) ?? false,
      standIn: tally?.standIns[id] ?? null,
      attention: {
        level: levelOf(status, pictureDoubt(heard) !== null, isMissed),
        text: words(status, name, isWitness),
      },
    }
  })
}

export function mixView(
  { tally }: PictureState,
  { mix }: PictureSettings,
  director: { readonly automatic: boolean; readonly text: string },
): TableSnapshot['mix'] {
  const scenes = mix.scenes.map(({ id, name, layers }) => ({
    id,
    name,
    sources: [...new Set(layers.map(({ source }) => source))],
  }))
  return { scenes, tally, director }
}

/** A source that neither the program nor vision needs right now is nothing that a person must run for. */
function levelOf(
  { state, faults }: SourceStatus,
  doubted: boolean,
  isMissed: boolean,
): SourceView['attention']['level'] {
  if (state === 'ok' && faults.length === 0) return 'ok'
  if (state === 'connecting' || !isMissed) return 'attention'
  return doubted || faults.some(({ level }) => level === 'alarm') ? 'alarm' : 'attention'
}

function words({ state, why, faults }: SourceStatus, name: string, isWitness: boolean): string {
  const because = why === undefined ? '' : ` ${why}.`
  const consequence = isWitness ? ' Rounds wait for a person.' : ''
  switch (state) {
    case 'ok':
      return faults.length === 0 ? `${name} is live.` : `${name} is live. ${faults.map(({ text }) => text).join('. ')}.`
    case 'connecting':
      return `Connecting to ${name}.${because}`
    case 'degraded':
      return `${name} is not as it should be.${because}`
    case 'stale':
      return `${name} stands still.${because}${consequence} Check the camera.`
    case 'lost':
      return `${name} is lost.${because}${consequence} Check the camera and its cable.`
  }
}

function unheard(id: string): SourceStatus {
  return {
    id,
    state: 'connecting',
    faults: [],
    width: 0,
    height: 0,
    fps: 0,
    frameAgeMs: null,
    frames: 0,
    dropped: 0,
    repeated: 0,
    connections: 0,
    sound: null,
    driftMs: null,
  }
}
