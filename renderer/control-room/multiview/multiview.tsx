import type { SourceView, StudioView } from '../../../electron/studio/api/index.ts'
import { Button } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { keepFocus } from '../mixer/keep-focus.ts'
import { Tile } from './tile.tsx'
import {
  coverOfFeed,
  coverOfSource,
  faultChips,
  fpsLevel,
  previewWords,
  programWords,
  rateWords,
  sourceTally,
} from './tile-words.ts'
import './multiview.css'

/** As many as the media process takes. */
const sourcesMax = 9
/** With more sources than fit in one row there are two. */
const fewSources = 4
const manyColumns = 5

/** How the sources are laid out: it depends on how many there are, never on how they are. */
export function gridOf(sources: number): { readonly columns: number; readonly rows: number } {
  const columns = sources <= fewSources ? fewSources : manyColumns
  return { columns, rows: Math.ceil(Math.max(1, sources) / columns) }
}

/** The two buses: what is on air, and what comes next. */
export function Buses({ view }: { readonly view: StudioView }) {
  const setFull = useDesk((desk) => desk.setFull)
  const { mix, program, sources } = view.table
  const away = view.previewUrl === null
  const ailing = sources.find((source) => source.onAir && source.state !== 'ok')
  return (
    <>
      <Tile
        feed="program"
        label="PGM"
        name={programWords(mix)}
        tally={mix.tally === null ? 'none' : 'program'}
        numbers={{ text: `${program.fps.toFixed(0)} fps`, level: 'ok' }}
        coverOf={(feed) => coverOfFeed(feed, away)}
        state={ailing?.state ?? 'ok'}
        onOpen={() => setFull('program')}
        data-testid="preview"
      />
      <Tile
        feed="preview"
        label="PVW"
        name={previewWords(mix)}
        tally={mix.tally?.preview == null ? 'none' : 'preview'}
        numbers={{ text: '', level: 'ok' }}
        coverOf={(feed) =>
          mix.tally?.preview === null ? { kind: 'words', text: 'Nothing is on preview.' } : coverOfFeed(feed, away)
        }
        state="ok"
        onOpen={() => setFull('preview')}
        data-testid="preview-bus"
      />
    </>
  )
}

/** Every source, each in its own place. */
export function Sources({ view, viewAt }: { readonly view: StudioView; readonly viewAt: number }) {
  const { table, previewUrl } = view
  const setFull = useDesk((desk) => desk.setFull)
  const setSettingsOpen = useDesk((desk) => desk.setSettingsOpen)
  const { columns, rows } = gridOf(table.sources.length)
  const hasRoom = table.sources.length < Math.min(sourcesMax, columns * rows)
  return (
    <section className="sources" aria-label="Sources" data-testid="multiview">
      {table.sources.map((source) => (
        <Tile
          key={source.id}
          feed={source.id}
          name={standInName(source, table.sources)}
          tally={sourceTally(source.id, table.mix.tally)}
          numbers={{ text: rateWords(source), level: rateLevel(source), title: numbersTitle(source) }}
          chips={faultChips(source)}
          coverOf={(feed) => coverOfSource(source, feed, previewUrl === null, viewAt)}
          state={source.state}
          onOpen={() => setFull(source.id)}
          data-testid={`tile-${source.id}`}
        >
          <ClipButton feed={source.id} />
        </Tile>
      ))}
      {hasRoom && (
        <button type="button" className="sources-add" data-testid="add-source" onClick={() => setSettingsOpen(true)}>
          {table.sources.length === 0 ? 'No source yet. Add one.' : 'Add a source'}
        </button>
      )}
    </section>
  )
}

function ClipButton({ feed }: { readonly feed: string }) {
  const setClip = useDesk((desk) => desk.setClip)
  return (
    <Button
      data-testid={`clip-${feed}`}
      aria-label="Show the last ten seconds again"
      title="Show the last ten seconds again"
      {...keepFocus}
      onClick={() => setClip({ feed, to: null })}
    >
      −10 s
    </Button>
  )
}

function standInName(source: SourceView, all: readonly SourceView[]): string {
  const backup = all.find(({ id }) => id === source.standIn)
  return backup === undefined ? source.name : `${source.name} → ${backup.name}`
}

function rateLevel(source: SourceView) {
  return source.state === 'stale' || source.state === 'lost' ? 'alarm' : fpsLevel(source)
}

function numbersTitle({ width, height, dropped, repeated, connections, driftMs }: SourceView): string {
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`
  return [
    `${width} × ${height} px`,
    `${percent(dropped)} dropped, ${percent(repeated)} repeated in the last 10 s`,
    `connected ${connections} ${connections === 1 ? 'time' : 'times'}`,
    ...(driftMs === null
      ? []
      : [`sound ${Math.abs(driftMs).toFixed(0)} ms ${driftMs >= 0 ? 'after' : 'before'} the picture`]),
  ].join('\n')
}
