import { Button } from '../../ui/index.ts'
import { freshId, type PictureSettings } from './draft.ts'
import { SelectField, TextField } from './field.tsx'
import { type Corner, cornerNames, cornerOf, corners, wholeBox, withInset } from './scene-layers.ts'
import { useSettings } from './settings-store.ts'

type Scene = PictureSettings['mix']['scenes'][number]
const scenesMax = 12
const fullLayers = 2

/** The scenes in the order of their keys: a source, and maybe a second one in a corner of it. */
export function ScenesPage() {
  const { draft, setDraft } = useSettings()
  if (draft === undefined) return null
  const { scenes } = draft.mix
  const setScenes = (next: readonly Scene[]) => setDraft({ ...draft, mix: { ...draft.mix, scenes: [...next] } })
  const sources = draft.sources.map(({ id, name }) => [id, name] as const)
  const add = () => {
    const [id, name] = sources[0] ?? ['', '']
    const taken = scenes.map((scene) => scene.id)
    setScenes([...scenes, { id: freshId('scene', taken), name, layers: [{ source: id, box: wholeBox }] }])
  }
  return (
    <>
      {scenes.map((scene, i) => (
        <SceneRow
          key={scene.id}
          at={i}
          scene={scene}
          sources={sources}
          alone={scenes.length === 1}
          onChange={(next) => setScenes(scenes.map((each, other) => (other === i ? next : each)))}
          onRemove={() => setScenes(scenes.filter((_, other) => other !== i))}
        />
      ))}
      <Button
        className="settings-add"
        data-testid="add-scene"
        disabledReason={scenes.length >= scenesMax ? `A table has at most ${scenesMax} scenes.` : undefined}
        onClick={add}
      >
        Add a scene
      </Button>
      <h3>Slate</h3>
      <div className="settings-fields">
        <div className="settings-wide">
          <TextField path={['mix', 'slate', 'text']} label="Shown when a scene has no live picture" />
        </div>
      </div>
    </>
  )
}

function SceneRow({
  at,
  scene,
  sources,
  alone,
  onChange,
  onRemove,
}: {
  readonly at: number
  readonly scene: Scene
  readonly sources: readonly (readonly [string, string])[]
  readonly alone: boolean
  readonly onChange: (scene: Scene) => void
  readonly onRemove: () => void
}) {
  const path = ['mix', 'scenes', at]
  const [below, above] = scene.layers
  const corner = above === undefined ? undefined : cornerOf(above.box)
  return (
    <div className="settings-row scene-row" data-testid={`scene-row-${scene.id}`}>
      <TextField
        path={[...path, 'name']}
        label={`Scene ${at + 1}`}
        hint={
          scene.layers.length > fullLayers ? `${scene.layers.length} layers: the others are in the file` : undefined
        }
      />
      <SelectField path={[...path, 'layers', 0, 'source']} label="Source" options={sources} />
      <div className="field">
        <label htmlFor={`inset-${scene.id}`}>Picture in picture</label>
        <select
          id={`inset-${scene.id}`}
          value={above?.source ?? ''}
          onChange={({ target }) =>
            onChange(
              withInset(scene, target.value === '' ? undefined : target.value, above?.box ?? corners['bottom right']),
            )
          }
        >
          <option value="">None</option>
          {sources.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`corner-${scene.id}`}>Corner</label>
        <select
          id={`corner-${scene.id}`}
          disabled={above === undefined}
          value={corner ?? ''}
          onChange={({ target }) => {
            const name = cornerNames.find((each): each is Corner => each === target.value)
            if (name !== undefined) onChange(withInset(scene, above?.source, corners[name]))
          }}
        >
          {corner === undefined && <option value="">{above === undefined ? '–' : 'by hand'}</option>}
          {cornerNames.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Button
        disabledReason={alone ? 'A table has at least one scene.' : undefined}
        title={below === undefined ? undefined : `Remove ${scene.name}`}
        onClick={onRemove}
      >
        Remove
      </Button>
    </div>
  )
}
