import { useState } from 'react'
import type { TableSnapshot } from '../../../../electron/studio/api/index.ts'
import { Button } from '../../../ui/index.ts'
import { freshId } from '../draft.ts'
import { NumberField, SelectField, TextField } from '../field.tsx'
import { useSettings } from '../settings-store.ts'
import { type Eye, reading, unmarked, watchesMax, zonesMax } from './eyes.ts'
import { freePlaces } from './quads.ts'
import { WheelCalibrator } from './wheel-calibration.tsx'
import { ZonesEditor } from './zones-editor.tsx'

type Part = 'reads' | 'watches'

/** One eye: its camera, what it reads there, and which zones it watches. */
export function EyeEditor({
  at,
  eye,
  table,
  onRemove,
}: {
  readonly at: number
  readonly eye: Eye
  readonly table: TableSnapshot
  readonly onRemove: () => void
}) {
  const { draft, load, setValue } = useSettings()
  const [part, setPart] = useState<Part>('reads')
  if (draft === undefined || load.state !== 'ready') return null
  const path = ['vision', at]
  const options = draft.sources
    .filter(({ id }) => id === eye.source || !draft.vision.some(({ source }) => source === id))
    .map(({ id, name }) => [id, name] as const)
  const source = { id: eye.source, name: options.find(([id]) => id === eye.source)?.[1] ?? eye.source }
  const isAtWork = table.sources.some(({ id }) => id === eye.source)
  const parts: readonly (readonly [Part, string])[] = [
    ['reads', eye.reads.kind === 'wheel' ? 'Where the wheel is' : 'Where cards lie'],
    ['watches', 'Watched zones'],
  ]
  return (
    <div className="eye">
      <div className="eye-fields">
        <SelectField path={[...path, 'source']} label="Camera" options={options} />
        <div className="field">
          <label htmlFor="eye-reads">It reads</label>
          <select
            id="eye-reads"
            data-testid="eye-reads"
            value={eye.reads.kind}
            onChange={({ target }) => setValue(path, reading(eye, target.value === 'cards' ? 'cards' : 'wheel'))}
          >
            <option value="wheel">a wheel</option>
            <option value="cards">cards</option>
          </select>
        </div>
        <NumberField
          path={[...path, 'fps']}
          label="Pictures a second"
          hint={eye.reads.kind === 'wheel' ? '15 count the ball’s turns' : '5 are enough'}
        />
        <fieldset className="eye-parts" aria-label="What to set up in the picture">
          {parts.map(([id, name]) => (
            <button
              key={id}
              type="button"
              aria-pressed={part === id}
              data-testid={`eye-${id}`}
              onClick={() => setPart(id)}
            >
              {name}
            </button>
          ))}
        </fieldset>
        <Button className="eye-remove" variant="quiet" data-testid="remove-eye" onClick={onRemove}>
          Remove this eye
        </Button>
      </div>
      {!isAtWork ? (
        <p className="settings-empty">Save to open {source.name}: its picture appears here then.</p>
      ) : part === 'watches' ? (
        <Watches at={at} eye={eye} source={source} />
      ) : eye.reads.kind === 'wheel' ? (
        <WheelCalibrator
          source={source}
          path={[...path, 'reads', 'calibration']}
          current={isUnmarked(eye.reads.calibration) ? null : eye.reads.calibration}
          saved={savedCalibration(load.saved.vision, eye.source)}
        />
      ) : (
        <CardZones at={at} zones={eye.reads.zones} source={source} />
      )}
    </div>
  )
}

type Source = { readonly id: string; readonly name: string }
type CardZone = Extract<Eye['reads'], { kind: 'cards' }>['zones'][number]

function CardZones({
  at,
  zones,
  source,
}: {
  readonly at: number
  readonly zones: readonly CardZone[]
  readonly source: Source
}) {
  const free = freePlaces(zones.map(({ id }) => id))
  return (
    <ZonesEditor
      key="cards"
      source={source}
      path={['vision', at, 'reads', 'zones']}
      zones={zones}
      max={Math.min(zonesMax, zones.length + free.length)}
      readsCards
      words="One zone for each place where a card may lie. What lies outside of all of them is not read."
      make={(quad) => {
        const [id, name] = free[0] ?? ['', '']
        return { id, name, quad }
      }}
      row={(zone, _, set) => (
        <select
          aria-label="Place"
          value={zone.id}
          onChange={({ target }) => {
            const [id, name] = free.find(([place]) => place === target.value) ?? [zone.id, zone.name]
            set({ ...zone, id, name })
          }}
        >
          {[[zone.id, zone.name] as const, ...free].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    />
  )
}

function Watches({ at, eye, source }: { readonly at: number; readonly eye: Eye; readonly source: Source }) {
  return (
    <ZonesEditor
      key="watches"
      source={source}
      path={['vision', at, 'watches']}
      zones={eye.watches}
      max={watchesMax}
      words="Motion in a betting zone after no more bets is a late bet; an empty dealer zone, an absent dealer. Both are told to a person, and decide nothing."
      make={(quad) => ({
        id: freshId(
          'zone',
          eye.watches.map(({ id }) => id),
        ),
        name: 'Bets',
        kind: 'betting',
        quad,
      })}
      row={(zone, i, set) => (
        <>
          <TextField path={['vision', at, 'watches', i, 'name']} label="Name" />
          <select
            aria-label={`What ${zone.name} is for`}
            value={zone.kind}
            onChange={({ target }) => set({ ...zone, kind: target.value === 'dealer' ? 'dealer' : 'betting' })}
          >
            <option value="betting">Betting</option>
            <option value="dealer">Dealer</option>
          </select>
        </>
      )}
    />
  )
}

const isUnmarked = (calibration: unknown) => JSON.stringify(calibration) === JSON.stringify(unmarked)

function savedCalibration(vision: readonly Eye[], source: string) {
  const reads = vision.find((eye) => eye.source === source)?.reads
  return reads?.kind === 'wheel' && !isUnmarked(reads.calibration) ? reads.calibration : null
}
