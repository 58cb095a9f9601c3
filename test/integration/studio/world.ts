import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTableConfiguration, type TableConfiguration } from '../../../electron/studio/api/index.ts'
import { until } from '../until.ts'
import { MediaEnd } from './media-end.ts'
import { RecordingGame } from './recording-game.ts'
import { serviceSecret } from './recording-service.ts'
import { RecordingSfu } from './recording-sfu.ts'
import { RunningStudio } from './running-studio.ts'
import { ScriptedWheel } from './scripted-wheel.ts'

export const secret = 'the-secret-of-this-launch'
const example = resolve(import.meta.dirname, '../../../assets/tables/roulette.json')

/** Everything around a studio: a wheel, cameras, the backend, and a folder for its store. */
export class World implements AsyncDisposable {
  readonly wheel = new ScriptedWheel()
  readonly media = new MediaEnd()
  readonly game = new RecordingGame()
  readonly sfu = new RecordingSfu()
  readonly home = mkdtempSync(join(tmpdir(), 'tablecast-studio-'))
  /** The table's configuration, written at the first start. */
  readonly file = join(this.home, 'table.json')
  readonly #studios: RunningStudio[] = []

  static async open(): Promise<World> {
    const world = new World()
    await Promise.all([world.wheel.open(), world.media.open(), world.game.open(), world.sfu.open()])
    return world
  }

  /** @returns a studio whose wheel and cameras are there, and its backend unless that is away */
  async start(): Promise<RunningStudio> {
    if (!existsSync(this.file)) writeFileSync(this.file, JSON.stringify(this.#configuration()))
    const environment = {
      TABLECAST_HOME: this.home,
      STUDIO_PORT: '0',
      STUDIO_SECRET: secret,
      SERVICE_SECRET: serviceSecret,
      MEDIA_PROGRAM: fileURLToPath(new URL('./scripted-media.ts', import.meta.url)),
      SCRIPTED_MEDIA_PORT: String(this.media.port),
      CONTROL_ROOM_DIR: join(this.home, 'no-window'),
    }
    const studio = await RunningStudio.start(environment, this.file)
    this.#studios.push(studio)
    const expected = this.game.isOpen ? [] : ['backend']
    await until(async () => {
      const answer = (await (await fetch(`${studio.url}/readyz`)).json()) as { missing: string[] }
      return this.wheel.connected && answer.missing.join() === expected.join()
    })
    return studio
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const studio of this.#studios) if (studio.alive) await studio.kill('SIGTERM')
    this.wheel.close()
    this.media.close()
    await this.game.close()
    await this.sfu.close()
    rmSync(this.home, { recursive: true, force: true })
  }

  /** The README's example, with the services of this world. */
  #configuration(): TableConfiguration {
    const nobody = 'http://127.0.0.1:9'
    const local = (port: number) => `http://127.0.0.1:${port}`
    return {
      ...readTableConfiguration(example, (file) => readFileSync(file, 'utf8')),
      sensor: { kind: 'tcp', host: '127.0.0.1', port: this.wheel.port },
      round: { windowMs: 60_000, lastBetsMs: 0, witnessWaitMs: 1_000, spinMsMax: 60_000, confidenceMin: 0.9 },
      backend: { gateway: nobody, game: local(this.game.port), sfu: local(this.sfu.port) },
    }
  }
}
