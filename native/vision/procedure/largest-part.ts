import type { ZoneCells } from './zone-cells.ts'

/** The cells that hang together, corners included: how many, and their first and last column and row. */
export interface Part {
  readonly cells: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** @param chosen per cell of the zone, not 0 where it counts @returns null when none does */
export function largestPart({ columns, rows, inside }: ZoneCells, chosen: Uint8Array): Part | null {
  const open = new Uint8Array(columns * rows)
  for (let cell = 0; cell < inside.length; cell++) if (chosen[cell]) open[inside[cell] ?? 0] = 1
  let largest: Part | null = null
  for (const first of inside) {
    if (!open[first]) continue
    const part = takePart(open, first, columns, rows)
    if (part.cells > (largest?.cells ?? 0)) largest = part
  }
  return largest
}

function takePart(open: Uint8Array, first: number, columns: number, rows: number): Part {
  const waiting = [first]
  open[first] = 0
  let [cells, left, top, right, bottom] = [0, columns, rows, 0, 0]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const [column, row] = [index % columns, Math.floor(index / columns)]
    cells++
    ;[left, right] = [Math.min(left, column), Math.max(right, column)]
    ;[top, bottom] = [Math.min(top, row), Math.max(bottom, row)]
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        const next = y * columns + x
        if (!open[next]) continue
        open[next] = 0
        waiting.push(next)
      }
  }
  return { cells, left, top, right, bottom }
}
