import { useEffect, useRef } from 'react'
import type { SourceView, StudioView } from '../../../electron/studio/api/index.ts'
import { Button, KeyHint, useHotkey } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { phaseWords } from '../panels/phase-words.ts'
import { useFeed } from '../preview/use-feed.ts'
import { Meter, useMeter } from './meter.tsx'
import { TileCover } from './tile.tsx'
import {
  coverOfFeed,
  coverOfSource,
  faultChips,
  previewWords,
  programWords,
  rateWords,
  sourceTally,
} from './tile-words.ts'
import './full-view.css'

interface FullFeed {
  readonly id: string
  readonly name: string
  readonly tally: 'program' | 'preview' | 'none'
  readonly source?: SourceView
}

/** Everything that can fill the window, in the order in which the arrows go through it. */
function feedsOf({ table }: StudioView): FullFeed[] {
  const { mix, sources } = table
  return [
    { id: 'program', name: programWords(mix), tally: mix.tally === null ? 'none' : 'program' },
    { id: 'preview', name: previewWords(mix), tally: mix.tally?.preview == null ? 'none' : 'preview' },
    ...sources.map((source) => ({
      id: source.id,
      name: source.name,
      tally: sourceTally(source.id, mix.tally),
      source,
    })),
  ]
}

/** One feed over the whole window, at its own size and rate. Escape leaves; the arrows go to the next. */
export function FullView({ view, viewAt }: { readonly view: StudioView; readonly viewAt: number }) {
  const { full, setFull } = useDesk()
  useHotkey(full === null ? 'f' : undefined, () => setFull('program'))
  const feeds = feedsOf(view)
  const at = feeds.findIndex(({ id }) => id === full)
  const shown = feeds[at]
  // What is shown may be removed meanwhile.
  useEffect(() => {
    if (full !== null && shown === undefined) setFull(null)
  }, [full, shown, setFull])
  if (shown === undefined) return null
  const step = (by: number) => setFull(feeds[(at + by + feeds.length) % feeds.length]?.id ?? null)
  return <Full key={shown.id} shown={shown} view={view} viewAt={viewAt} onStep={step} onLeave={() => setFull(null)} />
}

function Full({
  shown,
  view,
  viewAt,
  onStep,
  onLeave,
}: {
  readonly shown: FullFeed
  readonly view: StudioView
  readonly viewAt: number
  readonly onStep: (by: number) => void
  readonly onLeave: () => void
}) {
  const frame = useRef<HTMLDivElement>(null)
  const section = useRef<HTMLElement>(null)
  const setClip = useDesk((desk) => desk.setClip)
  const { meter, onLevels } = useMeter()
  const feed = useFeed(frame, shown.id, { full: true, onLevels })
  useHotkey('ArrowRight', () => onStep(1))
  useHotkey('ArrowLeft', () => onStep(-1))
  useHotkey('f', onLeave)
  useEffect(() => {
    const before = document.activeElement
    section.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const away = view.previewUrl === null
  const { source } = shown
  const chips = source === undefined ? [] : faultChips(source)
  return (
    <section
      ref={section}
      className="full"
      tabIndex={-1}
      aria-label={`${shown.name}, large`}
      data-tally={shown.tally}
      data-testid="full-view"
      data-feed={shown.id}
    >
      <div ref={frame} className="full-picture" data-testid="full-picture" data-frames="0" />
      <TileCover cover={source === undefined ? coverOfFeed(feed, away) : coverOfSource(source, feed, away, viewAt)} />
      <Meter meter={meter} large />
      <footer className="full-foot">
        {shown.tally !== 'none' && <span className="full-label">{shown.tally === 'program' ? 'PGM' : 'PVW'}</span>}
        <strong className="full-name">{shown.name}</strong>
        {source !== undefined && (
          <span>
            {source.width} × {source.height} · {rateWords(source)}
          </span>
        )}
        {chips.map(({ word, level, title }) => (
          <span key={word} className="full-chip" data-level={level} title={title}>
            {word}
          </span>
        ))}
        <span className="full-phase">{phaseWords[view.table.phase]}</span>
        {source !== undefined && (
          <Button data-testid="full-clip" onClick={() => setClip({ feed: shown.id, to: null })}>
            Last 10 s
          </Button>
        )}
        <Button aria-label="The feed before" aria-keyshortcuts="ArrowLeft" onClick={() => onStep(-1)}>
          <KeyHint hotkey="←" />
        </Button>
        <Button aria-label="The next feed" aria-keyshortcuts="ArrowRight" onClick={() => onStep(1)}>
          <KeyHint hotkey="→" />
        </Button>
        <Button hotkey="Escape" data-testid="full-leave" onClick={onLeave}>
          Leave
        </Button>
      </footer>
    </section>
  )
}
