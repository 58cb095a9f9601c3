import type { StudioView } from '../../../electron/studio/api/index.ts'

export interface Need {
  readonly id: string
  readonly level: 'attention' | 'alarm'
  readonly text: string
}

/** Of a view, what may need someone. */
interface Troubles {
  readonly table: {
    readonly [part in 'sensor' | 'program' | 'outbox']: Pick<StudioView['table'][part], 'attention'>
  } & {
    readonly sources: readonly Pick<StudioView['table']['sources'][number], 'id' | 'attention'>[]
    readonly eyes: readonly Pick<StudioView['table']['eyes'][number], 'source' | 'attention'>[]
    readonly procedure: StudioView['table']['procedure']
    readonly clock: Pick<NonNullable<StudioView['table']['clock']>, 'attention'> | null
    readonly record: Pick<NonNullable<StudioView['table']['record']>, 'attention'> | null
  }
  readonly processes: StudioView['processes']
}

/** Everything that is not as it should be, the worst first; empty when nothing needs a person. */
export function needs({ table, processes }: Troubles): Need[] {
  const devices = [
    ...table.procedure,
    ...table.sources.map(({ id, attention }) => ({ id: `source ${id}`, ...attention })),
    ...table.eyes.map(({ source, attention }) => ({ id: `eye ${source}`, ...attention })),
    { id: 'sensor', ...table.sensor.attention },
    { id: 'program', ...table.program.attention },
    ...(table.record === null ? [] : [{ id: 'record', ...table.record.attention }]),
    { id: 'outbox', ...table.outbox.attention },
    ...(table.clock === null ? [] : [{ id: 'clock', ...table.clock.attention }]),
  ]
  const ailing = processes
    .filter((process) => process.state === 'down')
    .map((process) => ({ id: process.name, level: 'attention' as const, text: `${process.name}: ${process.text}` }))
  const all = [...devices, ...ailing].flatMap(({ id, level, text }): Need[] =>
    level === 'ok' ? [] : [{ id, level, text }],
  )
  return [...all.filter((need) => need.level === 'alarm'), ...all.filter((need) => need.level === 'attention')]
}
