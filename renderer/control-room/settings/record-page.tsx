import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention } from '../../ui/index.ts'
import { bytesWords, recordWords } from '../stats/stats-words.ts'
import { NumberField } from './field.tsx'
import { useSettings } from './settings-store.ts'

const fresh = { feeds: ['program'], segmentMs: 60_000, retentionHours: 72 }

/** What is recorded all the time, in what pieces, and how long it is kept. Clips of the last seconds need none of this. */
export function RecordPage({ record }: { readonly record: TableSnapshot['record'] }) {
  const { draft, setDraft } = useSettings()
  if (draft === undefined) return null
  const kept = draft.record?.feeds ?? []
  const feeds = [{ id: 'program', name: 'Program' }, ...draft.sources.map(({ id, name }) => ({ id, name }))]
  const toggle = (id: string, on: boolean) => {
    const next = feeds.map((feed) => feed.id).filter((feed) => (feed === id ? on : kept.includes(feed)))
    setDraft({ ...draft, record: next.length === 0 ? null : { ...(draft.record ?? fresh), feeds: next } })
  }
  return (
    <>
      <h3>Recorded all the time</h3>
      <div className="settings-fields">
        {feeds.map(({ id, name }) => (
          <label key={id} className="field-check">
            <input
              type="checkbox"
              data-testid={`record-${id}`}
              checked={kept.includes(id)}
              onChange={({ target }) => toggle(id, target.checked)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      {draft.record !== null && (
        <>
          <h3>Files</h3>
          <div className="settings-fields">
            <NumberField path={['record', 'segmentMs']} label="Length of a file" unit="s" scale={1000} />
            <NumberField path={['record', 'retentionHours']} label="Kept for" unit="h" />
          </div>
        </>
      )}
      {record === null ? (
        <p className="settings-hint">Nothing is recorded now.</p>
      ) : (
        <>
          <Attention level={record.attention.level}>{record.attention.text}</Attention>
          <p className="settings-hint">
            Now: {recordWords(record).text}, {record.status.segments} files, {bytesWords(record.status.bytes)};{' '}
            {bytesWords(record.status.freeBytes)} free. The last seconds of every source take{' '}
            {bytesWords(record.status.ringBytes)} of memory.
          </p>
        </>
      )}
    </>
  )
}
