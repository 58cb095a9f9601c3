import { formatAmount, type Slip, spots } from '../../../backend/contract/index.ts'
import { PocketBadge } from '../../ui/index.ts'
import { refusalSentence, spotName } from '../betting/index.ts'
import { usePlayerState } from './context.ts'
import { Drawer } from './drawer.tsx'

/** The player's own slips, newest first: what lay where, what fell, what came back. */
export function History({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const slips = usePlayerState((now) => now.slips)
  return (
    <Drawer open={open} onClose={onClose} title="Your bets" data-testid="history">
      {slips.length === 0 && <p className="drawer-empty">No bets yet. The latest fifty stay here.</p>}
      <ol className="history">
        {slips.map((slip) => (
          <Row key={slip.slipId} slip={slip} />
        ))}
      </ol>
    </Drawer>
  )
}

const states: Record<Slip['state'], string> = {
  placing: 'Placing',
  accepted: 'Accepted',
  rejected: 'Refused',
  settled: 'Settled',
  refunded: 'Returned',
}

function Row({ slip }: { readonly slip: Slip }) {
  const won = slip.state === 'settled' && BigInt(slip.returned ?? 0) > 0n
  return (
    <li className="history-row" data-state={slip.state}>
      <PocketBadge pocket={slip.pocket} absent={slip.state === 'refunded' ? 'voided' : 'no result yet'} />
      <div className="history-bets">
        <p>
          Round {slip.roundNumber}
          <span className="history-state">{states[slip.state]}</span>
        </p>
        <p className="history-spots">{spotsOf(slip)}</p>
        {slip.state === 'rejected' && <p className="history-spots">{refusalSentence(slip.code)}</p>}
      </div>
      <div className="history-money">
        <p>−{formatAmount(slip.staked)}</p>
        <p data-won={won}>{slip.returned === undefined ? '' : `+${formatAmount(slip.returned)}`}</p>
      </div>
    </li>
  )
}

/** Spots named in one line; the rest is counted. */
const namedMax = 4

function spotsOf(slip: Slip): string {
  const names = slip.bets.flatMap((bet) => {
    const spot = spots.get(bet.spot)
    return spot ? [spotName(spot)] : []
  })
  const more = names.length - namedMax
  return names.slice(0, namedMax).join(', ') + (more > 0 ? `, and ${more} more` : '')
}
