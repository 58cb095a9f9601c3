import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ClockEstimate } from '../../backend/contract/index.ts'
import { type WheelEvent, WheelSensor } from '../../native/sensors/index.ts'
import type { StudioRecord, StudioView, TableConfiguration } from './api/index.ts'
import type { StudioEnvironment } from './environment.ts'
import { HealthWatch } from './health/index.ts'
import { StudioMetrics } from './metrics.ts'
import { type BackendClients, backendTable, connectBackend, Delivery } from './outbox/index.ts'
import { PictureDesk } from './picture/index.ts'
import { ProcedureDesk } from './procedure/index.ts'
import { Latest, RecordFeed, StudioServer } from './server/index.ts'
import { Store } from './store/index.ts'
import {
  BackendWatch,
  clockView,
  isSpinEvent,
  mediaProcessHealth,
  type SensorState,
  Simulator,
  sensorAfter,
  sensorBefore,
  sensorNews,
  Table,
  tableSnapshot,
} from './table/index.ts'

/** Windows hear of changes at most this often. */
const viewEveryMs = 100
/** Ages that are shown go on while nothing else happens. */
const ageEveryMs = 1_000
const expireEveryMs = 3_600_000
/** A wheel that sends nonsense is written down at most this often. */
const corruptEveryMs = 10_000

type NewRecord = Omit<StudioRecord, 'id' | 'at'>

/**
 * The studio of one table: opens its parts in order and lets what one says reach the others. Nothing here decides.
 */
export class Studio implements AsyncDisposable {
  readonly #configuration: TableConfiguration
  readonly #log: Logger
  readonly #stack = new AsyncDisposableStack()
  readonly #store: Store
  readonly #records = new RecordFeed()
  readonly #view: Latest<StudioView>
  readonly #metrics: StudioMetrics
  readonly #startedAt = Date.now()
  readonly #table: Table
  readonly #picture: PictureDesk
  readonly #procedure: ProcedureDesk
  readonly #health: HealthWatch
  readonly #delivery: Delivery | null
  readonly #backend: BackendWatch | null
  readonly #playerUrl: string | null
  #sensor: SensorState
  #corruptRecordedAt = 0
  #server: StudioServer | undefined

  /**
   * @param configurationFile where the configuration was read, and changes of it are saved
   * @param onBroken the store refuses: end the process
   * @returns once the windows can be served
   */
  static async open(
    configuration: TableConfiguration,
    configurationFile: string,
    environment: StudioEnvironment,
    log: Logger,
    onBroken: (cause: unknown) => void,
  ): Promise<Studio> {
    const studio = new Studio(configuration, configurationFile, environment, log, onBroken)
    await studio.#serve(environment)
    return studio
  }

  private constructor(
    configuration: TableConfiguration,
    configurationFile: string,
    environment: StudioEnvironment,
    log: Logger,
    onBroken: (cause: unknown) => void,
  ) {
    this.#configuration = configuration
    this.#log = log
    this.#playerUrl = environment.playerUrl
    this.#sensor = sensorBefore(configuration.sensor)
    this.#store = this.#stack.use(Store.open(join(environment.home, 'studio'), configuration.tableId, Date.now()))
    this.#view = this.#stack.use(new Latest(() => this.view(), viewEveryMs))
    this.#metrics = new StudioMetrics({
      waiting: () => (this.#table.state.round?.waiting ? 1 : 0),
      outbox: () => this.#store.position.last - this.#store.position.acknowledged,
      windows: () => this.#server?.windows ?? 0,
      clockOffsetMs: () => this.#backend?.clock(Date.now())?.offsetMs ?? Number.NaN,
    })
    if (this.#store.putAside !== null) {
      log.error({ putAside: this.#store.putAside }, 'the store could not be read: it was put aside, a new one begins')
      const text = `The table’s store could not be read. It lies in ${this.#store.putAside}; a new one begins. Rounds that it knew have to be checked against the backend.`
      this.#record({ level: 'alarm', kind: 'device', text })
    }

    const { backend } = configuration
    const clients =
      backend && environment.serviceSecret !== null ? connectBackend(backend, environment.serviceSecret) : null
    this.#table = this.#stack.use(
      new Table({
        configuration,
        store: this.#store,
        delivers: clients !== null,
        blindness: () => this.#picture.blindness,
        onBroken,
        onStep: (step, records) => {
          this.#metrics.countStep(step)
          this.#tell(records)
          this.#delivery?.nudge()
          // The table takes its first step, *restart*, before there is a desk.
          this.#picture?.sessionChanged()
          this.#view.changed()
        },
      }),
    )
    this.#delivery = clients && this.#stack.use(this.#deliver(clients))
    this.#picture = this.#stack.use(
      new PictureDesk({
        configuration,
        configurationFile,
        environment,
        log,
        session: () => this.#table.state,
        onReading: (report, doubt) => this.#table.hearVision(report, doubt),
        onProcedure: (report) => this.#procedure.hear(report),
        onAway: () => this.#procedure.away(),
        onSeen: ({ record, sighting }) => this.#tell([this.#store.recordSighting(record, sighting, Date.now())]),
        onRecord: (record) => this.#record(record),
        onChange: () => this.#view.changed(),
        onWish: () => this.#backend?.askNow(),
      }),
    )
    this.#procedure = new ProcedureDesk({
      store: this.#store,
      session: () => this.#table.state,
      settings: () => this.#picture.parts.settings,
      sees: () => this.#picture.sees,
      onRecord: (record) => this.#tell([record]),
    })
    this.#backend =
      clients &&
      this.#stack.use(
        new BackendWatch(
          clients,
          this.#picture.link,
          (view) => {
            if (view.round && view.phase === 'settled') this.#table.settled(view.round.roundId)
            this.#view.changed()
          },
          (before, now) => this.#noteClock(before, now),
        ),
      )
    this.#health = this.#stack.use(
      new HealthWatch(environment.processes, (before, after) => {
        if (before.state !== after.state && !(before.state === 'starting' && after.state === 'up')) {
          const text = `${after.name}: ${after.text}`
          this.#record({ level: after.state === 'down' ? 'attention' : 'info', kind: 'process', text })
        }
        this.#view.changed()
      }),
    )
    this.#stack.use(WheelSensor.open({ port: configuration.sensor }, (event) => this.#hearWheel(event)))
    this.#every(ageEveryMs, () => {
      this.#procedure.tick()
      this.#view.changed()
    })
    this.#every(expireEveryMs, () => {
      this.#store.expireCrops(Date.now())
      this.#picture.clips.expire(Date.now())
    })
  }

  /** The control room's address, with the secret where no server's log sees it. */
  url(secret: string): string {
    return `${this.#server?.url}/#${secret}`
  }

  view(): StudioView {
    const now = Date.now()
    return {
      table: tableSnapshot(
        {
          configuration: this.#configuration,
          session: this.#table.state,
          sensor: this.#sensor,
          picture: this.#picture.parts,
          procedure: this.#procedure.alerts,
          outbox: this.#store.position,
          delivery: this.#delivery?.state ?? null,
          game: this.#backend?.game(now) ?? null,
          program: this.#backend?.program(now) ?? null,
          clock: this.#backend?.clock(now) ?? null,
        },
        now,
      ),
      processes: [
        { name: 'studio', state: 'up', pid: process.pid, text: 'Running.', since: this.#startedAt, restarts: 0 },
        mediaProcessHealth(this.#picture.link.state),
        ...this.#health.processes,
      ],
      previewUrl: this.#picture.link.previewUrl,
      playerUrl: this.#playerUrl,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }

  async #serve({ port, secret, controlRoom, previewPort }: StudioEnvironment): Promise<void> {
    const { simulator, tableId } = this.#configuration
    this.#server = this.#stack.use(
      await StudioServer.open({
        port,
        secret,
        controlRoom,
        previewPort,
        metrics: this.#metrics.registry,
        log: this.#log,
        crop: (id) => this.#store.crop(id),
        still: (id) => this.#picture.stills.get(id),
        clips: this.#picture.clips.folder,
        missing: () => this.#missing(),
        studio: {
          tableId,
          simulator: simulator === undefined ? null : new Simulator(simulator),
          watch: (signal) => this.#view.watch(signal),
          records: (limit, signal) => this.#records.watch(() => this.#store.records(limit), signal),
          decide: (decision, commandId) => this.#table.decide(decision, commandId),
          record: (record) => this.#record(record),
          picture: this.#picture.commands,
        },
      }),
    )
  }

  #missing(): string[] {
    const { backend } = this.#configuration
    const known = this.#store.position.base !== null && this.#backend?.game(Date.now())
    return [
      ...(this.#picture.link.state.status === 'running' ? [] : ['media']),
      ...(this.#sensor.port === 'open' && !this.#sensor.silent ? [] : ['sensor']),
      ...(this.#picture.blindness === null ? [] : ['camera']),
      ...(backend && !known ? ['backend'] : []),
    ]
  }

  #deliver({ game }: BackendClients): Delivery {
    const { tableId } = this.#configuration
    const backend = backendTable(game, tableId, (view) => this.#table.meet(view))
    const changed = () => this.#view.changed()
    return new Delivery(tableId, this.#store, backend, changed, (record) => this.#record(record))
  }

  /** A clock that is wrong, or right again, is news once. */
  #noteClock(before: ClockEstimate | null, now: ClockEstimate): void {
    const was = before !== null && clockView(before).attention.level === 'alarm'
    const { level, text } = clockView(now).attention
    if ((level === 'alarm') !== was) this.#record({ level: was ? 'info' : 'alarm', kind: 'device', text })
  }

  #hearWheel(event: WheelEvent): void {
    this.#metrics.countWheel(event)
    const before = this.#sensor
    this.#sensor = sensorAfter(before, event)
    const news = sensorNews(before, this.#sensor, event)
    // A line full of noise must not become a record full of it.
    const quiet = event.type === 'corrupt' && event.at - this.#corruptRecordedAt < corruptEveryMs
    if (event.type === 'corrupt' && !quiet) this.#corruptRecordedAt = event.at
    if (news && !quiet) this.#record(news)
    if (isSpinEvent(event)) this.#table.hearWheel(event)
    this.#view.changed()
  }

  #record(record: NewRecord): void {
    this.#tell([this.#store.record(record, Date.now())])
  }

  #tell(records: readonly StudioRecord[]): void {
    for (const { level, kind, text, roundNumber } of records) {
      this.#log[level === 'info' ? 'info' : 'warn']({ kind, round: roundNumber }, text)
    }
    this.#records.tell(records)
  }

  #every(ms: number, task: () => void): void {
    const timer = setInterval(task, ms)
    this.#stack.defer(() => clearInterval(timer))
  }
}
