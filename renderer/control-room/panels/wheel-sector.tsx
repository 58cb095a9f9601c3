import { colourOf, type Pocket, wheelOrder } from '../../../backend/contract/index.ts'
import './wheel-sector.css'

/** Pockets drawn on each side of the claimed one. */
const neighbours = 3
const step = (2 * Math.PI) / wheelOrder.length
const outer = 300
const colourInner = 236
const ballRadius = 205
const inner = 168

/**
 * A piece of the wheel with the ball where a witness says that it lies, as the camera would show it: with its neighbours,
 * so that it can be held against the picture. Without a pocket it is an empty piece.
 */
export function WheelSector({ pocket, outlined }: { readonly pocket: Pocket | undefined; readonly outlined: boolean }) {
  const at = pocket === undefined ? 0 : wheelOrder.indexOf(pocket)
  const places = Array.from({ length: 2 * neighbours + 1 }, (_, index) => index - neighbours)
  return (
    <svg
      className="sector"
      viewBox="-172 -308 344 176"
      role="img"
      aria-label={pocket === undefined ? 'No pocket named' : `The wheel with the ball in ${pocket}`}
    >
      {places.map((place) => {
        const number = wheelOrder[(at + place + wheelOrder.length) % wheelOrder.length]
        if (number === undefined) return null
        return (
          <g key={place} transform={`rotate(${(place * step * 180) / Math.PI})`}>
            <path
              className={`sector-colour ${pocket === undefined ? '' : `sector-${colourOf(number)}`}`}
              d={ring(colourInner, outer)}
            />
            <path className="sector-pocket" d={ring(inner, colourInner)} />
            {pocket !== undefined && (
              <text y={-(colourInner + outer) / 2} dominantBaseline="central">
                {number}
              </text>
            )}
          </g>
        )
      })}
      {pocket !== undefined && <circle className="sector-ball" cy={-ballRadius} r="13" />}
      {outlined && <path className="sector-differs" d={ring(inner, outer)} />}
    </svg>
  )
}

/** One pocket's piece of a ring, centred on twelve o'clock. */
function ring(from: number, to: number): string {
  const x = Math.sin(step / 2)
  const y = -Math.cos(step / 2)
  return `M${-x * from} ${y * from}L${-x * to} ${y * to}A${to} ${to} 0 0 1 ${x * to} ${y * to}L${x * from} ${y * from}A${from} ${from} 0 0 0 ${-x * from} ${y * from}Z`
}
