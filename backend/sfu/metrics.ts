import { Counter, Gauge, type Registry } from 'prom-client'

/** What the SFU counts about itself. */
export class SfuMetrics {
  readonly workerDeaths: Counter
  readonly feedsOpened: Counter
  readonly feedsLive: Gauge
  readonly viewers: Gauge

  constructor(registry: Registry) {
    const registers = [registry]
    this.workerDeaths = new Counter({ name: 'sfu_worker_deaths_total', help: 'Media workers that died', registers })
    this.feedsOpened = new Counter({ name: 'sfu_feeds_opened_total', help: 'Ingests that were opened', registers })
    this.feedsLive = new Gauge({ name: 'sfu_feeds_live', help: 'Tables whose program arrives', registers })
    this.viewers = new Gauge({ name: 'sfu_viewers', help: 'Viewers that joined a picture', registers })
  }
}
