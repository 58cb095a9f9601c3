import { useRef } from 'react'
import type { SourceView, TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention, HoldButton } from '../../ui/index.ts'
import { TileCover } from '../multiview/tile.tsx'
import { coverOfSource, rateWords } from '../multiview/tile-words.ts'
import { useFeed } from '../preview/use-feed.ts'
import { useStudio } from '../studio-store.ts'
import { AddressFields } from './address-fields.tsx'
import { removalWords, type SourceSettings, withoutSource } from './draft.ts'
import { CheckField, NumberField, SelectField, TextField } from './field.tsx'
import { useSettings } from './settings-store.ts'

/** When the watch on a source speaks; left empty, as for every source. */
const thresholds = [
  ['fpsAttention', 'Amber below, of the rate', 0.01, '%'],
  ['fpsAlarm', 'Red below, of the rate', 0.01, '%'],
  ['droppedAttention', 'Amber above, dropped', 0.01, '%'],
  ['droppedAlarm', 'Red above, dropped', 0.01, '%'],
  ['frozenMs', 'Frozen after (0: it may stand still)', 1000, 's'],
  ['silenceDbfs', 'Silence is below', 1, 'dBFS'],
  ['silentMs', 'Silent after', 1000, 's'],
] as const

/** One source: how it is right now, and what can be changed. */
export function SourceEditor({
  at,
  source,
  table,
}: {
  readonly at: number
  readonly source: SourceSettings
  readonly table: TableSnapshot
}) {
  const { draft, setDraft } = useSettings()
  if (draft === undefined) return null
  const path = ['sources', at]
  const others = draft.sources.filter(({ id }) => id !== source.id)
  const view = table.sources.find(({ id }) => id === source.id)
  return (
    <div className="source-editor">
      {view === undefined ? (
        <p className="settings-hint">Save to open it: its picture and its state appear here.</p>
      ) : (
        <Live view={view} />
      )}
      <div className="settings-fields">
        <TextField path={[...path, 'name']} label="Name" hint={`Kept as “${source.id}”`} />
        <AddressFields path={[...path, 'address']} address={source.address} />
        <NumberField path={[...path, 'fps']} label="It is well at" unit="fps" />
        <SelectField
          path={[...path, 'backup']}
          label="Backup"
          hint="Takes its place on air when it fails"
          none="None"
          options={others.map(({ id, name }) => [id, name])}
        />
        <CheckField path={[...path, 'sound']} label="It brings sound" />
      </div>
      <details className="source-more">
        <summary>When the watch speaks</summary>
        <div className="settings-fields">
          {thresholds.map(([key, label, scale, unit]) => (
            <NumberField key={key} path={[...path, 'watch', key]} label={label} unit={unit} scale={scale} optional />
          ))}
        </div>
      </details>
      <HoldButton
        variant="alarm"
        data-testid="remove-source"
        consequence={removalWords(draft, source.id)}
        disabledReason={others.length === 0 ? 'A table has at least one source.' : undefined}
        onHeld={() => setDraft(withoutSource(draft, source.id))}
      >
        Remove {source.name}
      </HoldButton>
    </div>
  )
}

/** The source as it is at work: with the saved settings, not with those being written. */
function Live({ view }: { readonly view: SourceView }) {
  const frame = useRef<HTMLDivElement>(null)
  const feed = useFeed(frame, view.id)
  const away = useStudio((state) => state.view?.previewUrl == null)
  const viewAt = useStudio((state) => state.viewAt)
  return (
    <div className="source-live" data-testid="source-live" data-state={view.state}>
      <div className="source-picture">
        <div ref={frame} />
        <TileCover cover={coverOfSource(view, feed, away, viewAt)} />
      </div>
      <div className="source-says">
        <strong>{view.state}</strong>
        <span>
          {view.width} × {view.height} · {rateWords(view)}
        </span>
        <Attention level={view.attention.level}>{view.attention.text}</Attention>
        {view.faults.map(({ kind, level, text }) => (
          <Attention key={kind} level={level}>
            {text}
          </Attention>
        ))}
      </div>
    </div>
  )
}
