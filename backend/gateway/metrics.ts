import { Counter, Gauge, type Registry } from 'prom-client'

/** What the gateway counts about itself. */
export class GatewayMetrics {
  readonly sockets: Gauge
  readonly welcomes: Counter<'resumed'>
  readonly refusals: Counter<'code'>
  readonly hangUps: Counter<'why'>
  readonly sessions: Counter

  constructor(registry: Registry) {
    const registers = [registry]
    this.sockets = new Gauge({ name: 'gateway_sockets', help: 'Open sockets of players', registers })
    this.welcomes = new Counter({
      name: 'gateway_welcomes_total',
      help: 'Hellos that were answered, by whether the missed events could follow',
      labelNames: ['resumed'],
      registers,
    })
    this.refusals = new Counter({
      name: 'gateway_refusals_total',
      help: 'Messages of players that were refused',
      labelNames: ['code'],
      registers,
    })
    this.hangUps = new Counter({
      name: 'gateway_hang_ups_total',
      help: 'Sockets that the gateway closed',
      labelNames: ['why'],
      registers,
    })
    this.sessions = new Counter({ name: 'gateway_sessions_total', help: 'Players that were made', registers })
  }
}
