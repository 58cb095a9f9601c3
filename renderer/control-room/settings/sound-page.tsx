import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { NumberField, SelectField } from './field.tsx'
import { useSettings } from './settings-store.ts'

const bitrate = 96_000

/** Whose sound goes out with the program. */
export function SoundPage({ table }: { readonly table: TableSnapshot }) {
  const { draft, setDraft } = useSettings()
  if (draft === undefined) return null
  const first = draft.sources.find(({ sound }) => sound) ?? draft.sources[0]
  const level = table.program.sound
  return (
    <>
      <label className="field-check">
        <input
          type="checkbox"
          data-testid="sound-on"
          checked={draft.sound !== null}
          onChange={({ target }) =>
            setDraft({ ...draft, sound: target.checked && first !== undefined ? { source: first.id, bitrate } : null })
          }
        />
        <span>The program has sound</span>
      </label>
      {draft.sound !== null && (
        <div className="settings-fields">
          <SelectField
            path={['sound', 'source']}
            label="Sound of"
            options={draft.sources.map(({ id, name, sound }) => [id, sound ? name : `${name} (brings none)`])}
          />
          <NumberField path={['sound', 'bitrate']} label="Bitrate" unit="kbit/s" scale={1000} />
        </div>
      )}
      <p className="settings-hint">
        {level === null
          ? 'The program has no sound now.'
          : `Now: ${level.momentaryLufs?.toFixed(1) ?? '–'} LUFS momentary, ${level.integratedLufs?.toFixed(1) ?? '–'} LUFS since it was opened, peak ${level.peakDbfs.toFixed(1)} dBFS.`}
      </p>
    </>
  )
}
