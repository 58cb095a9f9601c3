import { useState } from 'react'
import type { SourceView, TableSnapshot } from '../../../electron/studio/api/index.ts'
import { AttentionMark } from '../../ui/index.ts'
import { addressKinds, addressWords, kindsOf, type SourceAddress } from './address.ts'
import { freshId, hasIssues, type PictureSettings } from './draft.ts'
import { useSettings } from './settings-store.ts'
import { SourceEditor } from './source-editor.tsx'
import './sources-page.css'

const sourcesMax = 9

/** Every source, and one of them in detail beside the list. */
export function SourcesPage({ table }: { readonly table: TableSnapshot }) {
  const { draft, setDraft, issues } = useSettings()
  const [chosen, setChosen] = useState<string>()
  if (draft === undefined) return null
  const at = Math.max(
    0,
    draft.sources.findIndex(({ id }) => id === chosen),
  )
  const source = draft.sources[at]
  const add = (kind: SourceAddress['kind']) => {
    const made = withSource(draft, kind)
    setDraft(made)
    setChosen(made.sources.at(-1)?.id)
  }
  return (
    <div className="settings-sources">
      <div className="source-list">
        <ul>
          {draft.sources.map((each, i) => (
            <li key={each.id}>
              <button
                type="button"
                aria-current={i === at}
                data-testid={`source-${each.id}`}
                onClick={() => setChosen(each.id)}
              >
                <SourceMark
                  view={table.sources.find(({ id }) => id === each.id)}
                  wrong={hasIssues(issues, ['sources', i])}
                />
                <span className="source-name">{each.name === '' ? each.id : each.name}</span>
                <span className="source-address">
                  {addressKinds[each.address.kind].name} · {addressWords(each.address)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <select
          aria-label="Add a source"
          data-testid="add-source-kind"
          value=""
          disabled={draft.sources.length >= sourcesMax}
          title={draft.sources.length >= sourcesMax ? `A table has at most ${sourcesMax} sources` : undefined}
          onChange={({ target }) => {
            const kind = kindsOf.find((each) => each === target.value)
            if (kind !== undefined) add(kind)
          }}
        >
          <option value="">Add a source …</option>
          {kindsOf.map((kind) => (
            <option key={kind} value={kind}>
              {addressKinds[kind].name}
            </option>
          ))}
        </select>
      </div>
      {source === undefined ? (
        <p className="settings-empty">No source yet. Add one.</p>
      ) : (
        <SourceEditor key={source.id} at={at} source={source} table={table} />
      )}
    </div>
  )
}

function withSource(settings: PictureSettings, kind: SourceAddress['kind']): PictureSettings {
  const { name, fresh } = addressKinds[kind]
  const taken = settings.sources.map(({ id }) => id)
  const source = { id: freshId(kind, taken), name, address: fresh, fps: 30, sound: false, watch: {} }
  return { ...settings, sources: [...settings.sources, source] }
}

function SourceMark({ view, wrong }: { readonly view: SourceView | undefined; readonly wrong: boolean }) {
  if (wrong) return <AttentionMark level="attention" label="Something here cannot be used" />
  if (view === undefined) return <span className="source-new">new</span>
  return <AttentionMark level={view.attention.level} label={view.attention.text} />
}
