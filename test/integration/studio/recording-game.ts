import { implement } from '@orpc/server'
import {
  gameContract,
  type Phase,
  type TableEvent,
  type TableView,
  tableIdSchema,
  toAmount,
} from '../../../backend/contract/index.ts'
import { RecordingService } from './recording-service.ts'

const tableId = tableIdSchema.parse('roulette-1')

/** A game behind real HTTP that keeps the contract's order and records what it is given. */
export class RecordingGame extends RecordingService {
  readonly events: TableEvent[] = []
  readonly deliveries: number[][] = []
  phase: Phase = 'idle'
  /** Of this game's clock before everybody else's. */
  clockAheadMs = 0
  /** Called with each new one as it arrives. */
  onEvent: (event: TableEvent) => void = () => {}

  get types(): string[] {
    return this.events.map(({ body }) => body.type)
  }

  protected router() {
    const os = implement(gameContract)
    return {
      table: os.table.handler((): TableView => {
        const opened = this.events.findLast(({ body }) => body.type === 'round_opened')?.body
        return {
          tableId,
          currency: 'EUR',
          minimum: toAmount(100n),
          maximum: toAmount(100_000n),
          phase: this.phase,
          ...(opened?.type === 'round_opened' && {
            round: {
              roundId: opened.roundId,
              number: opened.number,
              opensAt: opened.opensAt,
              closesAt: opened.opensAt + opened.windowMs,
              slips: 3,
              staked: toAmount(4_200n),
            },
          }),
          results: [],
          sequence: this.events.length,
        }
      }),
      clock: os.clock.handler(() => ({ at: Date.now() + this.clockAheadMs })),
      deliver: os.deliver.handler(({ input, errors }) => {
        this.deliveries.push(input.events.map(({ sequence }) => sequence))
        for (const event of input.events) {
          if (event.sequence > this.events.length + 1) throw errors.EVENT_OUT_OF_ORDER()
          if (event.sequence <= this.events.length) continue
          this.events.push(event)
          this.onEvent(event)
        }
        return { acknowledged: this.events.length, ignored: [] }
      }),
    }
  }
}
