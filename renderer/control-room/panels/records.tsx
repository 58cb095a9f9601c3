import { useState } from 'react'
import type { StudioRecord } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Panel } from '../../ui/index.ts'
import { Thumbnail } from '../evidence/thumbnail.tsx'
import './records.css'

const everything = 'all'

/** What happened, newest first. It stays where it was scrolled to while new lines arrive above. */
export function Records({ records }: { readonly records: readonly StudioRecord[] }) {
  const [kind, setKind] = useState(everything)
  const [onlyAttention, setOnlyAttention] = useState(false)
  const kinds = [...new Set(records.map((record) => record.kind))].sort()
  const shown = records.filter(
    (record) => (kind === everything || record.kind === kind) && (!onlyAttention || record.level !== 'info'),
  )
  return (
    <Panel
      title="Events"
      className="records"
      data-testid="records"
      aside={
        <span className="records-filter">
          <label>
            <input
              type="checkbox"
              checked={onlyAttention}
              onChange={(event) => setOnlyAttention(event.target.checked)}
            />
            Only attention
          </label>
          <select aria-label="Kind of event" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value={everything}>All kinds</option>
            {kinds.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </span>
      }
    >
      <ol className="records-list" aria-label="Events, newest first">
        {shown.map((record) => (
          <li key={record.id} data-level={record.level} data-kind={record.kind}>
            <time title={new Date(record.at).toISOString()}>{new Date(record.at).toISOString().slice(11, 19)}</time>
            <span className="records-round">{record.roundNumber ?? ''}</span>
            {record.level === 'info' ? <span /> : <AttentionMark level={record.level} />}
            <span className="records-text">{record.text}</span>
            {record.pictureUrl !== undefined && <Thumbnail record={record} />}
          </li>
        ))}
      </ol>
      {shown.length === 0 && (
        <p className="records-empty">{records.length === 0 ? 'Nothing has happened yet.' : 'Nothing of this kind.'}</p>
      )}
    </Panel>
  )
}
