import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Button, useHotkey } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { keepFocus } from './keep-focus.ts'
import { dissolveChoicesMs, useMixer } from './mixer-store.ts'
import { deadSources, sceneKey, sceneTally, whyNoCut, whyNoTake } from './mixer-words.ts'
import './mixer.css'

interface MixerProps {
  readonly table: TableSnapshot
  readonly live: boolean
}

const scenesPerRow = 6

/** Takes the preview bus on air, hard or soft, and hands the cutting to the director and back. */
export function Transitions({ table, live }: MixerProps) {
  const operator = useDesk((desk) => desk.operator)
  const { note, dissolveMs, setDissolveMs, setTake, setAutomatic } = useMixer()
  const { tally, director } = table.mix
  const blocked = whyNoCut({ live, operator, tally })
  const noTake = blocked ?? whyNoTake(tally)
  const cut = () => void setTake({ kind: 'cut' }, operator)
  useHotkey(noTake === undefined ? 'Enter' : undefined, cut)
  return (
    <section className="transitions" aria-label="Transitions">
      <div className="transitions-row">
        <Button {...keepFocus} hotkey=" " data-testid="take" disabledReason={noTake} onClick={cut}>
          Cut
        </Button>
        <Button
          {...keepFocus}
          hotkey="d"
          data-testid="dissolve"
          disabledReason={noTake}
          onClick={() => void setTake({ kind: 'dissolve', ms: dissolveMs }, operator)}
        >
          Dissolve
        </Button>
      </div>
      <div className="transitions-row">
        <Button
          {...keepFocus}
          role="switch"
          aria-checked={director.automatic}
          className="transitions-automatic"
          hotkey="m"
          data-testid="automatic"
          title={director.automatic ? 'Press to cut by hand' : 'Press to let the director cut'}
          disabledReason={blocked}
          onClick={() => void setAutomatic(!director.automatic, operator)}
        >
          <span className="transitions-mode">{director.automatic ? 'Auto' : 'By hand'}</span>
        </Button>
        <select
          aria-label="Length of a dissolve"
          title="Length of a dissolve"
          data-testid="dissolve-ms"
          value={dissolveMs}
          onChange={(event) => {
            setDissolveMs(Number(event.target.value))
            // The next key is the producer's again.
            event.target.blur()
          }}
        >
          {dissolveChoicesMs.map((ms) => (
            <option key={ms} value={ms}>
              {ms} ms
            </option>
          ))}
        </select>
      </div>
      <p
        className="mixer-note"
        role="status"
        data-testid="mixer-note"
        data-refused={note !== null}
        title={note ?? director.text}
      >
        {note ?? director.text}
      </p>
    </section>
  )
}

/** Every scene as a button: it goes on preview. What is lit is what the mixer did. */
export function Scenes({ table, live }: MixerProps) {
  const { operator, pickingPocket } = useDesk()
  const { setPreview, setNote } = useMixer()
  const { scenes, tally } = table.mix
  const blocked = whyNoCut({ live, operator, tally })
  const press = (id: string, name: string) => {
    if (tally?.program === id) setNote(`${name} is on air already.`)
    else void setPreview(id, operator)
  }
  return (
    <section className="scenes" aria-label="Scenes" data-testid="scenes">
      {scenes.length === 0 && <p className="scenes-none">No scene yet. Add one in the settings.</p>}
      <div className="scenes-row" style={{ '--columns': columnsOf(scenes.length) } as React.CSSProperties}>
        {scenes.map((scene, i) => {
          const dead = deadSources(scene, table.sources)
          return (
            <Button
              key={scene.id}
              {...keepFocus}
              className="scene"
              hotkey={pickingPocket ? undefined : sceneKey(i)}
              data-testid={`scene-${scene.id}`}
              data-tally={sceneTally(scene.id, tally)}
              title={dead.length === 0 ? 'Put it on preview' : `No live picture: ${dead.join(', ')}`}
              disabledReason={blocked}
              onClick={() => press(scene.id, scene.name)}
            >
              {dead.length > 0 && <AttentionMark level="attention" label="No live picture" />}
              <span className="scene-name">{scene.name}</span>
            </Button>
          )
        })}
      </div>
    </section>
  )
}

/** More than fit in one row stand in two. */
function columnsOf(scenes: number): number {
  return scenes <= scenesPerRow ? Math.max(1, scenes) : Math.ceil(scenes / 2)
}
