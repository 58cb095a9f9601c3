import { type Spot, spots } from '../../../backend/contract/index.ts'

/** `wide`: zero at the left, rounds of three upward, for a desktop. `tall`: zero at the top, for a phone. */
export type Orientation = 'wide' | 'tall'

/** A spot's place on the layout, as fractions (0–1) of its width and height. */
export interface Place {
  readonly spot: Spot
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * The layout in its own coordinates: `along` runs from zero (0) over the twelve streets (1–12) to the columns (13);
 * `across` runs over the three columns (0–2), with the dozens and even-money spots at negative values.
 */
interface Cell {
  readonly along: number
  readonly across: number
  readonly alongSize: number
  readonly acrossSize: number
}

const alongCells = 14
const outsideDepth = { dozen: 0.8, evenMoney: 0.8 }
const acrossMin = -0.5 - outsideDepth.dozen - outsideDepth.evenMoney
const acrossCells = 2.5 - acrossMin

/** How much of a cell the hit area on an edge takes: an edge must be hit by a thumb, and leave the number its middle. */
const edge = 0.36

const streetOf = (pocket: number): number => Math.ceil(pocket / 3)
const columnOf = (pocket: number): number => (pocket - 1) % 3
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const evenMoneyOrder = ['low', 'even', 'red', 'black', 'odd', 'high']

function cellOf(spot: Spot): Cell {
  const first = spot.pockets[0] ?? 0
  const numbers = spot.pockets.filter((pocket) => pocket !== 0)
  switch (spot.kind) {
    case 'straight':
      return first === 0
        ? { along: 0, across: 1, alongSize: 1, acrossSize: 3 }
        : { along: streetOf(first), across: columnOf(first), alongSize: 1, acrossSize: 1 }
    case 'column':
      return { along: 13, across: first - 1, alongSize: 1, acrossSize: 1 }
    case 'dozen':
      return {
        along: streetOf(first) + 1.5,
        across: -0.5 - outsideDepth.dozen / 2,
        alongSize: 4,
        acrossSize: outsideDepth.dozen,
      }
    case 'split':
    case 'corner':
    case 'street':
    case 'six-line':
      return insideCell(spot, numbers)
    default: {
      const across = acrossMin + outsideDepth.evenMoney / 2
      return {
        along: 1.5 + 2 * evenMoneyOrder.indexOf(spot.kind),
        across,
        alongSize: 2,
        acrossSize: outsideDepth.evenMoney,
      }
    }
  }
}

/** On the edge or corner that the pockets share; streets and six lines on the outer edge, beside the dozens. */
function insideCell(spot: Spot, numbers: readonly number[]): Cell {
  const withZero = numbers.length < spot.pockets.length
  const onOuterEdge =
    spot.kind === 'six-line' || (spot.kind === 'street' && !withZero) || (spot.kind === 'corner' && withZero)
  const along = withZero ? 0.5 : mean(numbers.map(streetOf))
  const across = onOuterEdge ? -0.5 : mean(numbers.map(columnOf))
  const onAlongEdge = along % 1 !== 0
  const onAcrossEdge = across % 1 !== 0
  return { along, across, alongSize: onAlongEdge ? edge : 1 - edge, acrossSize: onAcrossEdge ? edge : 1 - edge }
}

function placeOf(spot: Spot, orientation: Orientation): Place {
  const cell = cellOf(spot)
  const along = (cell.along + 0.5 - cell.alongSize / 2) / alongCells
  const alongSize = cell.alongSize / alongCells
  const acrossSize = cell.acrossSize / acrossCells
  const across = (cell.across - cell.acrossSize / 2 - acrossMin) / acrossCells
  return orientation === 'wide'
    ? { spot, left: along, top: 1 - across - acrossSize, width: alongSize, height: acrossSize }
    : { spot, left: across, top: along, width: acrossSize, height: alongSize }
}

/** Every spot's place; the wide cells come first, so that the edges lie above them. */
function layOut(orientation: Orientation): ReadonlyMap<string, Place> {
  return new Map([...spots].map(([id, spot]) => [id, placeOf(spot, orientation)]))
}

export const layouts: Record<Orientation, ReadonlyMap<string, Place>> = { wide: layOut('wide'), tall: layOut('tall') }

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const arrows: Record<Arrow, { readonly x: number; readonly y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** Sideways distance counts this many times: an arrow prefers what lies straight ahead. */
const sidewaysWeight = 3

/** The spot that an arrow key goes to from `id`; `id` itself at the border. */
export function neighbour(orientation: Orientation, id: string, arrow: Arrow): string {
  const layout = layouts[orientation]
  const from = layout.get(id)
  if (from === undefined) return id
  const { x, y } = arrows[arrow]
  const [alongX, alongY] = orientation === 'wide' ? [alongCells, acrossCells] : [acrossCells, alongCells]
  let best = { id, cost: Number.POSITIVE_INFINITY }
  for (const [other, place] of layout) {
    const dx = (place.left + place.width / 2 - from.left - from.width / 2) * alongX
    const dy = (place.top + place.height / 2 - from.top - from.height / 2) * alongY
    const ahead = dx * x + dy * y
    if (ahead < 0.05) continue
    const cost = ahead + sidewaysWeight * Math.abs(dx * y + dy * x)
    if (cost < best.cost) best = { id: other, cost }
  }
  return best.id
}
