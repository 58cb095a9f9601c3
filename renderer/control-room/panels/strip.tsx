import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { ResultsStrip } from '../../ui/index.ts'
import './strip.css'

/** The latest results, and the numbers of what goes out: the picture and the events. */
export function Strip({ table }: { readonly table: TableSnapshot }) {
  const { program, outbox } = table
  return (
    <section className="strip" aria-label="Results and delivery">
      <ResultsStrip results={table.results} />
      <dl>
        <Fact name="Encoder" value={program.encoder === '' ? '–' : program.encoder} />
        <Fact name="Program" value={`${program.fps.toFixed(0)} fps`} />
        <Fact name="Rate" value={`${(program.bitrate / 1e6).toFixed(1)} Mbit/s`} />
        <Fact name="Viewers" value={program.viewers === null ? '–' : String(program.viewers)} />
        <Fact
          name="Outbox"
          value={outbox.waiting === 0 ? 'delivered' : `${outbox.waiting} waiting`}
          level={outbox.attention.level}
        />
      </dl>
    </section>
  )
}

function Fact({
  name,
  value,
  level = 'ok',
}: {
  readonly name: string
  readonly value: string
  readonly level?: 'ok' | 'attention' | 'alarm'
}) {
  return (
    <div data-level={level} data-testid={`fact-${name.toLowerCase()}`}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
