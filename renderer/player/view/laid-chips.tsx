import { spots } from '../../../backend/contract/index.ts'
import { acceptedStakes, layouts, type Orientation, stakesOf } from '../betting/index.ts'
import { Chip, type ChipStanding } from './chip.tsx'
import { usePlayerState } from './context.ts'

/** The chips on the layout. Staged ones lie beside accepted ones on the same spot, and look different. */
export function LaidChips({ orientation }: { readonly orientation: Orientation }) {
  const round = usePlayerState((now) => now.table?.round)
  const slips = usePlayerState((now) => now.slips)
  const pending = usePlayerState((now) => now.pending)
  const staged = usePlayerState((now) => now.staging.stakes)
  const accepted = acceptedStakes(slips, round?.roundId)
  const placing = stakesOf(pending?.bets ?? [])
  const layout = layouts[orientation]
  const spotIds = [...new Set([...accepted.keys(), ...placing.keys(), ...staged.keys()])]

  return spotIds.map((id) => {
    const place = layout.get(id)
    if (place === undefined) return null
    const laid: readonly (readonly [ChipStanding, bigint | undefined])[] = [
      [fate(id, round?.pocket), accepted.get(id)],
      ['placing', placing.get(id)],
      ['staged', staged.get(id)],
    ]
    return (
      <span
        key={id}
        className="laid"
        style={{ left: `${(place.left + place.width / 2) * 100}%`, top: `${(place.top + place.height / 2) * 100}%` }}
      >
        {laid.map(
          ([standing, minor]) => minor !== undefined && <Chip key={standing} minor={minor} standing={standing} />,
        )}
      </span>
    )
  })
}

function fate(spotId: string, pocket: number | undefined): ChipStanding {
  if (pocket === undefined) return 'accepted'
  return spots.get(spotId)?.pockets.includes(pocket) ? 'won' : 'lost'
}
