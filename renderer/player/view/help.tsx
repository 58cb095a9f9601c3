import { formatAmount, spots } from '../../../backend/contract/index.ts'
import { KeyHint } from '../../ui/index.ts'
import { oddsOf } from '../betting/index.ts'
import { usePlayerState } from './context.ts'
import { Drawer } from './drawer.tsx'

const keys: readonly (readonly [key: string, what: string])[] = [
  ['1–4', 'Take a chip'],
  ['←↑↓→', 'Move over the layout'],
  ['Enter', 'Put the chip on the spot'],
  ['P', 'Place the bet'],
  ['U', 'Undo'],
  ['C', 'Clear the staged chips'],
  ['D', 'Double'],
  ['R', 'Rebet the last round'],
  ['M', 'Sound on or off'],
  ['H', 'Your bets'],
  ['?', 'This page'],
]

const payouts: readonly (readonly [name: string, spot: string])[] = [
  ['Straight, one number', 'straight-17'],
  ['Split, two', 'split-17-20'],
  ['Street or trio, three', 'street-16-17-18'],
  ['Corner or first four, four', 'corner-16-17-19-20'],
  ['Six line, six', 'six-line-16-17-18-19-20-21'],
  ['Dozen or column, twelve', 'dozen-1'],
  ['Red, black, even, odd, halves', 'red'],
]

export function Help({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const table = usePlayerState((now) => now.table)
  return (
    <Drawer open={open} onClose={onClose} title="How to play">
      <p className="drawer-text">
        Take a chip, put it on a number, an edge or a corner, and place the bet before the ring is empty. On a touch
        screen, press and slide: the spot under the finger is named above it. Chips with a dashed rim are staged; filled
        ones are accepted.
      </p>
      {table && (
        <p className="drawer-text">
          Each spot takes {formatAmount(table.minimum)} to {formatAmount(table.maximum)}.
        </p>
      )}
      <h3>What it pays</h3>
      <dl className="help-list">
        {payouts.map(([name, id]) => {
          const spot = spots.get(id)
          return (
            <div key={id}>
              <dt>{name}</dt>
              <dd>{spot && oddsOf(spot)}</dd>
            </div>
          )
        })}
      </dl>
      <section className="help-keys">
        <h3>Keys</h3>
        <dl className="help-list">
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>{what}</dt>
              <dd>
                <KeyHint hotkey={key} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </Drawer>
  )
}
