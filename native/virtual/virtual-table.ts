import type { FaultName, VirtualSpin, VirtualState } from './api.ts'
import { type CameraName, cameraViews } from './camera-view.ts'
import { sightOf } from './sight.ts'
import { VirtualCamera } from './virtual-camera.ts'
import { WheelPort } from './wheel-port.ts'
import { WheelTransmitter } from './wheel-transmitter.ts'
import { World } from './world.ts'

export interface VirtualTableOptions {
  readonly seed: number
  /** World seconds per second, 0.1–5. */
  readonly speed: number
  /** TCP on 127.0.0.1; 0 takes a free one. */
  readonly cameraPorts: Readonly<Record<CameraName, number>>
  readonly wheelPort: number
}

/** Between two looks at what the wheel has to say, ms: well under its 100 ms at five times the speed. */
const wheelTickMs = 20

interface Parts {
  readonly speed: number
  readonly world: World
  readonly plug: WheelPort
  readonly cameras: Readonly<Record<CameraName, VirtualCamera>>
  readonly ticking: NodeJS.Timeout
}

/** The virtual table in real time: the world runs with the clock, the camera and the wheel tell what happens in it. */
export class VirtualTable implements AsyncDisposable {
  readonly #parts: Parts

  static async open(options: VirtualTableOptions): Promise<VirtualTable> {
    const startedAt = performance.now()
    const startedUtc = Date.now()
    const { seed, speed } = options
    const now = () => ((performance.now() - startedAt) / 1000) * speed
    const world = new World({ seed, utc: (time) => startedUtc + (time / speed) * 1000 })
    const wheel = new WheelTransmitter(world)
    const plug = await WheelPort.listen(options.wheelPort, wheel)
    const speak = () => {
      for (const { text } of wheel.advance(now())) plug.send(text)
    }
    const look = () => {
      speak()
      return sightOf(world, speed)
    }
    const { wheel: over, wide, close } = options.cameraPorts
    // Faults of the camera are those of the one that vision reads.
    const cameras = {
      wheel: await VirtualCamera.open({
        ...{ port: over, view: cameraViews.wheel, look, faults: world.faults, microphone: null },
      }),
      wide: await VirtualCamera.open({
        ...{ port: wide, view: cameraViews.wide, look, faults: null, microphone: { speed } },
      }),
      close: await VirtualCamera.open({
        ...{ port: close, view: cameraViews.close, look, faults: null, microphone: null },
      }),
    }
    return new VirtualTable({ speed, world, plug, cameras, ticking: setInterval(speak, wheelTickMs) })
  }

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  get cameraPorts(): Record<CameraName, number> {
    const { wheel, wide, close } = this.#parts.cameras
    return { wheel: wheel.port, wide: wide.port, close: close.port }
  }
  get wheelPort(): number {
    return this.#parts.plug.port
  }
  get statistics(): Record<CameraName, VirtualCamera['statistics']> {
    const { wheel, wide, close } = this.#parts.cameras
    return { wheel: wheel.statistics, wide: wide.statistics, close: close.statistics }
  }
  /** Rejects when a camera cannot go on. */
  get running(): Promise<unknown> {
    return Promise.all(this.#all.map((camera) => camera.running))
  }
  get #all(): VirtualCamera[] {
    return Object.values(this.#parts.cameras)
  }

  get state(): VirtualState {
    return {
      seed: this.#parts.world.seed,
      speed: this.#parts.speed,
      spin: this.#parts.world.spin,
      stage: this.#parts.world.stage.name,
      faults: this.#parts.world.faults.list(),
      spins: this.#parts.world.spins(20),
      renderMs: this.statistics.wheel.renderMs,
    }
  }

  spins(limit: number): VirtualSpin[] {
    return this.#parts.world.spins(limit)
  }

  setFault(name: FaultName, spins: number | null): void {
    this.#parts.world.setFault(name, spins)
  }
  clearFault(name: FaultName): void {
    this.#parts.world.faults.clear(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#parts.ticking)
    for (const camera of this.#all) await camera[Symbol.asyncDispose]()
    await this.#parts.plug[Symbol.asyncDispose]()
  }
}
