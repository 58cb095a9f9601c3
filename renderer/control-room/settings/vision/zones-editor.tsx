import { useState } from 'react'
import { Button } from '../../../ui/index.ts'
import type { Path } from '../draft.ts'
import { hasIssues } from '../draft.ts'
import { useSettings } from '../settings-store.ts'
import type { Point } from './ellipse.ts'
import { LookCover } from './look-cover.tsx'
import { type Caption, type Handle, PictureStage } from './picture-stage.tsx'
import { middleOf, type Quad, quadBetween, shiftedQuad, topOf, withCorner } from './quads.ts'
import { changed, type Undoable, undoable, undone } from './undoable.ts'
import { type Look, useLook } from './use-look.ts'

/** What every zone has, whatever else it says of itself. */
interface Zone {
  readonly id: string
  readonly name: string
  readonly quad: Quad
}

const cornerNames = ['top left', 'top right', 'bottom right', 'bottom left']
/** A zone that was not drawn appears in the middle, so large, in parts of the picture's width. */
const freshSize = { width: 0.12, height: 0.12 }

/**
 * Zones of a camera's picture: drawn with the pointer or added with a button, moved by corner or whole, with the keyboard
 * too. What a zone is called and means is up to `row`.
 */
export function ZonesEditor<Each extends Zone>({
  source,
  path,
  zones,
  max,
  make,
  row,
  words,
  readsCards = false,
}: {
  readonly source: { readonly id: string; readonly name: string }
  /** Of the zones, in the settings. */
  readonly path: Path
  readonly zones: readonly Each[]
  readonly max: number
  /** A new zone there. */
  readonly make: (quad: Quad) => Each
  /** What can be set of a zone; `set` puts another in its place. */
  readonly row: (zone: Each, at: number, set: (next: Each) => void) => React.ReactNode
  readonly words: string
  /** Vision can be asked which cards it sees. */
  readonly readsCards?: boolean
}) {
  const { setValue, issues } = useSettings()
  const looking = useLook(source.id)
  const { still, look, asking, ask } = looking
  const [history, setHistory] = useState(() => undoable(zones))
  const [chosen, setChosen] = useState<string | null>(zones[0]?.id ?? null)

  const take = (next: Undoable<readonly Each[]>) => {
    setHistory(next)
    setValue(path, [...next.now])
  }
  const set = (next: readonly Each[], gesture: string | null = null) =>
    take(changed({ ...history, now: zones }, next, gesture))
  const add = (quad: Quad | null) => {
    if (quad === null || zones.length >= max) return
    const made = make(quad)
    set([...zones, made])
    setChosen(made.id)
  }
  const height = still === null ? 9 / 16 : still.height / still.width
  const full = zones.length >= max ? `There are at most ${max}.` : undefined
  return (
    <div className="calibrator">
      {still === null ? (
        <LookCover looking={looking} name={source.name} />
      ) : (
        <PictureStage
          still={still}
          label={`Picture of ${source.name}. Drag in it to draw a zone; with the keyboard, add one and move its corners.`}
          cross={[0.5, height / 2]}
          handles={zones.flatMap((zone) => handlesOf(zone, zone.id === chosen))}
          captions={[
            ...zones.map(({ id, name, quad }) => ({ id, at: topOf(quad), text: name })),
            ...(look?.cards ?? []).map((card, i) => captionOf(card, `card ${i}`, still.width)),
          ]}
          onDraw={full === undefined ? (from, to) => add(quadBetween(from, to)) : undefined}
          onMove={(handle, to, gesture) => {
            const [id, corner] = splitHandle(handle)
            setChosen(id)
            set(
              zones.map((zone) =>
                zone.id === id ? { ...zone, quad: movedQuad(zone.quad, corner, to, height) } : zone,
              ),
              gesture,
            )
          }}
        >
          {zones.map(({ id, quad }) => (
            <g key={id} className="zone" data-chosen={id === chosen}>
              <polygon className="stage-edge" points={quad.map(String).join(' ')} />
              <polygon className="stage-line" points={quad.map(String).join(' ')} />
            </g>
          ))}
          {look?.cards?.map(({ quad }) => {
            const points = quad.map(([x, y]) => `${x / still.width},${y / still.width}`).join(' ')
            return <polygon key={points} className="zone-card" points={points} />
          })}
        </PictureStage>
      )}
      <div className="calibrator-hand">
        <p className="settings-hint">{words}</p>
        <ul className="zone-list">
          {zones.map((zone, i) => (
            <li
              key={zone.id}
              data-chosen={zone.id === chosen}
              data-wrong={hasIssues(issues, [...path, i])}
              data-testid={`zone-${zone.id}`}
              onFocus={() => setChosen(zone.id)}
            >
              {row(zone, i, (next) => {
                set(
                  zones.map((each) => (each.id === zone.id ? next : each)),
                  `words ${zone.id}`,
                )
                setChosen(next.id)
              })}
              <Button
                variant="quiet"
                aria-label={`Remove ${zone.name}`}
                onClick={() => set(zones.filter(({ id }) => id !== zone.id))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
        {zones.length === 0 && <p className="settings-hint">No zone yet. Drag in the picture, or add one.</p>}
        <div className="calibrator-tools">
          <Button data-testid="add-zone" disabledReason={full} onClick={() => add(inTheMiddle(height))}>
            Add a zone
          </Button>
          <Button
            disabledReason={history.past.length === 0 ? 'Nothing was changed here.' : undefined}
            onClick={() => take(undone(history))}
          >
            Undo
          </Button>
          <Button
            disabledReason={asking === null ? undefined : 'A picture is on its way.'}
            onClick={() => void ask('new', { kind: readsCards ? 'cards' : 'still' })}
          >
            {readsCards ? 'New picture, read its cards' : 'New picture'}
          </Button>
        </div>
        <p className="settings-hint" role="status">
          {(still !== null && looking.refused) || (look?.cards && cardsWords(look.cards.length))}
        </p>
      </div>
    </div>
  )
}

const splitHandle = (handle: string): [id: string, corner: string] => {
  const cut = handle.lastIndexOf('.')
  return [handle.slice(0, cut), handle.slice(cut + 1)]
}

function handlesOf({ id, name, quad }: Zone, chosen: boolean): Handle[] {
  const whole = { id: `${id}.whole`, at: middleOf(quad), label: name, shape: 'whole' } as const
  if (!chosen) return [whole]
  return [whole, ...quad.map((at, i) => ({ id: `${id}.${i}`, at, label: `${name}, ${cornerNames[i]}` }))]
}

function movedQuad(quad: Quad, corner: string, to: Point, height: number): Quad {
  if (corner !== 'whole') return withCorner(quad, Number(corner), to)
  const [x, y] = middleOf(quad)
  return shiftedQuad(quad, to[0] - x, to[1] - y, height)
}

function inTheMiddle(height: number): Quad | null {
  const [left, top] = [(1 - freshSize.width) / 2, (height - freshSize.height) / 2]
  return quadBetween([left, top], [left + freshSize.width, top + freshSize.height])
}

type Card = NonNullable<Look['cards']>[number]
const suits = { S: '♠', H: '♥', D: '♦', C: '♣' } as const

function captionOf({ rank, suit, confidence, quad }: Card, id: string, width: number): Caption {
  const [x, y] = middleOf(quad)
  return { id, at: [x / width, y / width], text: `${rank}${suits[suit]} ${Math.floor(confidence * 100)} %` }
}

function cardsWords(cards: number): string {
  if (cards === 0) return 'No face-up card is seen in this picture.'
  return cards === 1 ? 'One card is seen in this picture.' : `${cards} cards are seen in this picture.`
}
