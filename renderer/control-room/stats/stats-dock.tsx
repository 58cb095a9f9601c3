import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention, Panel } from '../../ui/index.ts'
import { bitsWords, bytesWords, lostLevel, offsetWords, rateLevel, recordWords, replacedWords } from './stats-words.ts'
import './stats-dock.css'

type Level = 'ok' | 'attention' | 'alarm'
type Rung = TableSnapshot['program']['rungs'][number]

/** What goes out, in numbers: the program and each of its rungs, the disk and the events. Each has its unit, and its colour when it must. */
export function StatsDock({ table }: { readonly table: TableSnapshot }) {
  const { program, record, encoders, outbox, clock } = table
  const recorded = recordWords(record)
  const wanted = program.rungs[0]?.fps ?? 0
  return (
    <Panel
      title="Program"
      className="stats"
      data-testid="stats"
      aside={<Attention level={program.attention.level}>{program.attention.text}</Attention>}
    >
      {encoders.replaced !== null && (
        <p
          className="stats-replaced"
          data-testid="encoder-replaced"
          title="Until the encoders are tried again, under Settings, Encoding"
        >
          <Attention level="alarm">{replacedWords(encoders.replaced)}</Attention>
        </p>
      )}
      <dl className="stats-facts">
        <Fact name="Program" value={program.fps.toFixed(1)} unit="fps" level={rateLevel(program.fps, wanted)} />
        <Fact name="Rate" {...split(bitsWords(program.bitrate))} />
        <Fact
          name="Delay"
          value={program.delayMs === null ? '–' : program.delayMs.toFixed(0)}
          unit="ms"
          title="From a picture’s capture to its last packet, 95th percentile of the last second"
        />
        <Fact
          name="Repeated"
          value={String(program.repeated)}
          title="Pictures that the mixer showed again as no source brought one"
        />
        <Fact name="Dropped" value={String(program.dropped)} title="Pictures that an encoder was too slow for" />
        <Fact
          name="Sound"
          value={program.sound?.integratedLufs?.toFixed(1) ?? '–'}
          unit="LUFS"
          title="Loudness since it was opened, EBU R 128"
        />
        <Fact name="Viewers" value={program.viewers === null ? '–' : String(program.viewers)} />
        <Fact
          name="Disk free"
          {...split(record === null ? '–' : bytesWords(record.status.freeBytes))}
          level={record?.status.disk ?? 'ok'}
          title={record?.attention.text ?? 'Nothing is recorded'}
        />
        <Fact name="Recording" value={recorded.text} level={recorded.level} title={recorded.title} />
        <Fact
          name="Outbox"
          value={outbox.waiting === 0 ? 'delivered' : `${outbox.waiting} waiting`}
          level={outbox.attention.level}
          title={outbox.attention.text}
        />
        <Fact
          name="Clock"
          {...(clock === null ? { value: '–' } : { value: offsetWords(clock.offsetMs), unit: 'ms' })}
          level={clock?.attention.level ?? 'ok'}
          title={clock?.attention.text ?? 'The backend cannot be asked for its time'}
        />
      </dl>
      <table className="stats-rungs">
        <thead>
          <tr>
            {['Rung', 'Encoder', 'fps', 'Rate', 'Keys', 'PLI', 'NACK', 'Lost'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {program.rungs.map((rung) => (
            <RungRow key={`${rung.width}x${rung.height}`} rung={rung} />
          ))}
          {program.rungs.length === 0 && (
            <tr>
              <td colSpan={8}>Nothing is encoded: the program has no picture, or nowhere to go.</td>
            </tr>
          )}
        </tbody>
      </table>
    </Panel>
  )
}

function RungRow({ rung }: { readonly rung: Rung }) {
  return (
    <tr data-testid={`rung-${rung.height}`}>
      <th scope="row">
        {rung.width} × {rung.height}
      </th>
      <td>{rung.encoder}</td>
      <td>{rung.fps.toFixed(1)}</td>
      <td>{bitsWords(rung.bitrate)}</td>
      <td>{rung.keyFrames}</td>
      <td>{rung.keyFrameRequests}</td>
      <td>{rung.nacks}</td>
      <td data-level={lostLevel(rung.lost)}>{rung.lost === null ? '–' : `${(rung.lost * 100).toFixed(1)} %`}</td>
    </tr>
  )
}

function split(words: string): { readonly value: string; readonly unit?: string } {
  const [value = '', unit] = words.split(' ')
  return unit === undefined ? { value } : { value, unit }
}

function Fact({
  name,
  value,
  unit,
  level = 'ok',
  title,
}: {
  readonly name: string
  readonly value: string
  readonly unit?: string
  readonly level?: Level
  readonly title?: string | undefined
}) {
  return (
    <div data-level={level} data-testid={`fact-${name.toLowerCase().replaceAll(' ', '-')}`} title={title}>
      <dt>{name}</dt>
      <dd>
        {value}
        {unit !== undefined && <span> {unit}</span>}
      </dd>
    </div>
  )
}
