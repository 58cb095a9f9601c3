import type { StudioView } from '../../../electron/studio/api/index.ts'
import { Attention, Panel } from '../../ui/index.ts'
import { Answer } from './answer.tsx'
import { Deciding } from './deciding.tsx'
import { needs } from './needs.ts'
import './decision-panel.css'

/** What needs a person: mostly nothing; devices that ail; or the round that waits, with what can be done about it. */
export function DecisionPanel({
  view,
  live,
  clockOffsetMs,
}: {
  readonly view: StudioView
  readonly live: boolean
  readonly clockOffsetMs: number
}) {
  const { waiting, round } = view.table
  if (waiting !== undefined && round !== undefined) {
    return (
      <Deciding
        key={round.roundId}
        table={view.table}
        round={round}
        waiting={waiting}
        live={live}
        clockOffsetMs={clockOffsetMs}
      />
    )
  }
  return <Calm view={view} />
}

function Calm({ view }: { readonly view: StudioView }) {
  const list = needs(view)
  const level = list[0]?.level
  return (
    <Panel title="What needs you" className="decision" tone={level} aside={<Answer />}>
      {list.length === 0 ? (
        <p className="decision-calm">Nothing needs you.</p>
      ) : (
        <ul className="decision-needs">
          {list.map((need) => (
            <li key={need.id}>
              <Attention level={need.level}>{need.text}</Attention>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
