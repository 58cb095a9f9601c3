import { implement } from '@orpc/server'
import { type StudioRecord, type StudioView, studioContract } from '../api/index.ts'
import type { PictureCommands } from '../picture/index.ts'
import type { Decision, Refusal } from '../table/index.ts'
import { Simulator, SimulatorAwayError } from '../table/index.ts'
import { pictureCalls } from './picture-calls.ts'

/** What the windows' contract needs of the studio. */
export interface ServedStudio {
  readonly tableId: string
  /** Null: a real table. */
  readonly simulator: Simulator | null
  readonly picture: PictureCommands
  watch(signal: AbortSignal | undefined): AsyncGenerator<StudioView, void, void>
  records(limit: number, signal: AbortSignal | undefined): AsyncGenerator<StudioRecord, void, void>
  decide(decision: Decision, commandId: string): number | Refusal | 'REPEATED'
  record(record: Omit<StudioRecord, 'id' | 'at'>): void
}

type Command = { commandId: string; tableId: string; roundId: string }
type Errors = Record<Refusal | 'REPEATED' | 'TABLE_UNKNOWN', () => Error>

/** The contract, answered. Every refusal is one of its own. */
export function studioRouter(studio: ServedStudio) {
  const os = implement(studioContract)

  const decided = (command: Command, decision: Decision, errors: Errors) => {
    if (command.tableId !== studio.tableId) throw errors.TABLE_UNKNOWN()
    const outcome = studio.decide(decision, command.commandId)
    if (typeof outcome === 'string') throw errors[outcome]()
    return { revision: outcome }
  }
  const simulated = async <Answer>(
    errors: Record<'NO_SIMULATOR' | 'SIMULATOR_AWAY', () => Error>,
    ask: (simulator: Simulator) => Promise<Answer>,
  ): Promise<Answer> => {
    if (!studio.simulator) throw errors.NO_SIMULATOR()
    try {
      return await ask(studio.simulator)
    } catch (cause) {
      throw cause instanceof SimulatorAwayError ? errors.SIMULATOR_AWAY() : cause
    }
  }
  const noted = (operator: string, what: string) =>
    studio.record({ level: 'attention', kind: 'operator', text: `${operator} ${what} on the virtual table.` })

  return os.router({
    watch: os.watch.handler(({ signal }) => studio.watch(signal)),
    records: os.records.handler(({ input, signal }) => studio.records(input.limit, signal)),
    approve: os.approve.handler(({ input, errors }) => decided(input, { kind: 'approve', ...input }, errors)),
    correct: os.correct.handler(({ input, errors }) => decided(input, { kind: 'correct', ...input }, errors)),
    void: os.void.handler(({ input, errors }) => decided(input, { kind: 'void', ...input }, errors)),
    ...pictureCalls(studio.picture),
    faults: {
      list: os.faults.list.handler(({ errors }) => simulated(errors, (simulator) => simulator.faults())),
      set: os.faults.set.handler(({ input: { name, spins, operator }, errors }) =>
        simulated(errors, async (simulator) => {
          if (!Simulator.knows(name)) throw errors.FAULT_UNKNOWN()
          await simulator.set(name, spins)
          noted(operator, `switched on the fault ${name.replaceAll('_', ' ')}${lasting(spins)}`)
          return {}
        }),
      ),
      clear: os.faults.clear.handler(({ input: { name, operator }, errors }) =>
        simulated(errors, async (simulator) => {
          if (!Simulator.knows(name)) throw errors.FAULT_UNKNOWN()
          await simulator.clear(name)
          noted(operator, `switched off the fault ${name.replaceAll('_', ' ')}`)
          return {}
        }),
      ),
    },
  })
}

function lasting(spins: number | null): string {
  if (spins === null) return ' until it is switched off'
  return spins === 1 ? ' for one spin' : ` for ${spins} spins`
}
