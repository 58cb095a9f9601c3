import { isDeepStrictEqual } from 'node:util'
import { type CapturedFrame, PerSecond } from '../frame/index.ts'
import type { MixSettings, OverlayValues, Tally, Transition } from '../messages/index.ts'
import { type Bus, MixRefusal, settled, taken, weight, within } from './bus.ts'
import { Composer, LayerFailed } from './composer.ts'
import { Failover } from './failover.ts'
import { type MixClock, systemClock } from './mix-clock.ts'
import { NewestFrames } from './newest-frames.ts'
import { OverlayImages } from './overlay-images.ts'
import { PictureLoop } from './picture-loop.ts'
import { PreviewBus } from './preview-bus.ts'
import { planOf, type ScenePlan } from './scene-plan.ts'
import { type Composed, sameTally, tallyOf } from './tally.ts'

/** Capture times rise by at least this, ms: players and recordings sort by them. */
const captureStepMs = 1
/** Different troubles that are told once each between two changes of the settings. */
const troublesMax = 20

interface MixerOptions {
  readonly settings: MixSettings
  /** Source → its named backup. */
  readonly backups: Readonly<Record<string, string>>
  /** Gets each program picture: `width` × `height` of the settings, YUV420P. It is lent until the promise resolves. */
  readonly deliver: (captured: CapturedFrame) => void | Promise<void>
  /** Gets pictures of the preview bus, lent likewise, while `previewWanted`; at most 15 a second. */
  readonly deliverPreview: (captured: CapturedFrame) => void | Promise<void>
  /** Told after the first picture for which it holds was delivered. */
  readonly tally: (tally: Tally) => void
  /** What went wrong, in words for the operator; the mixer goes on. */
  readonly trouble: (why: string) => void
  readonly clock?: MixClock
}

/** Makes the program out of the sources' pictures, with scenes, transitions, overlays, stand-ins and the slate. */
export class Mixer implements AsyncDisposable {
  /** Program pictures; the owner rolls it once a second. */
  readonly frames = new PerSecond()
  readonly #options: MixerOptions
  readonly #clock: MixClock
  readonly #failover: Failover
  readonly #newest = new NewestFrames()
  readonly #images = new OverlayImages()
  readonly #loop: PictureLoop
  readonly #previewBus: PreviewBus
  readonly #told = new Set<string>()
  #settings: MixSettings
  #composer: Composer
  #bus: Bus
  /** The sources that may come into a picture: those of scenes, and their backups. */
  #needed: ReadonlySet<string> = new Set()
  #values: OverlayValues = {}
  #tally: Tally | null = null
  #capturedAt = Number.NEGATIVE_INFINITY
  #repeated = 0

  constructor(options: MixerOptions) {
    const { settings, backups, clock = systemClock } = options
    this.#options = options
    this.#clock = clock
    this.#settings = settings
    this.#failover = new Failover(backups)
    this.#composer = new Composer(settings, this.#images)
    this.#bus = within({ program: '', preview: null, dissolve: null }, sceneIds(settings))
    this.#previewBus = new PreviewBus(options.deliverPreview, (cause) => this.#failed(cause))
    this.#loop = new PictureLoop(settings.fps, clock, {
      make: (now) => this.#make(now),
      idle: (now) => this.#makePreview(now),
    })
    this.#prepare()
  }

  /** Whether somebody looks at the preview bus. */
  set previewWanted(wanted: boolean) {
    this.#previewBus.wanted = wanted
  }

  get statistics() {
    return { fps: this.frames.rate, repeated: this.#repeated, dropped: this.#loop.dropped }
  }

  /** New scenes, overlays or sizes, from the next picture on. What is on air stays, if it still exists. */
  apply(settings: MixSettings, backups: Readonly<Record<string, string>>): void {
    if (settings.fps !== this.#settings.fps) this.#loop.fps = settings.fps
    // Settings that say the same keep what was made for them.
    if (!isDeepStrictEqual(settings, this.#settings)) this.#settings = settings
    this.#failover.backups = backups
    this.#bus = within(this.#bus, sceneIds(settings))
    this.#told.clear()
    this.#prepare()
  }

  /** A decoded frame. The mixer takes a reference of its own and never writes into it. */
  offer(source: string, captured: CapturedFrame): void {
    if (!this.#needed.has(source)) return
    this.#newest.put(source, captured)
    this.#failover.brought(source, this.#clock.now())
    if (this.#follow() === source) this.#loop.frame()
  }

  /** From the watch. A source that is not alive is replaced in the very next picture; its last picture is forgotten. */
  alive(source: string, alive: boolean): void {
    this.#failover.tell(source, alive, this.#clock.now())
    if (!alive) this.#newest.forget(source)
    this.#follow()
  }

  values(values: OverlayValues): void {
    this.#values = values
  }

  /** Puts a scene on the preview bus. @throws MixRefusal when there is no such scene */
  preview(scene: string): void {
    this.#bus = { ...this.#bus, preview: this.#known(scene) }
  }

  /** Puts a scene on air; without one, that on the preview bus. @throws MixRefusal when there is no such scene, or none */
  take(scene: string | undefined, transition: Transition): void {
    this.#bus = taken(this.#bus, scene === undefined ? scene : this.#known(scene), transition, this.#clock.now())
  }

  /** @returns the source that sets the pace from now on: the lowest on air */
  #follow(): string | null {
    const base = this.#plan(this.#bus.program, this.#clock.now()).layers[0]?.source ?? null
    this.#loop.follow(base)
    return base
  }

  async #make(now: number): Promise<void> {
    this.#bus = settled(this.#bus, now)
    const { program, preview, dissolve } = this.#bus
    const composed: Composed = {
      program: this.#plan(program, now),
      leaving: dissolve ? this.#plan(dissolve.leaving, now) : null,
      preview: preview === null ? null : this.#plan(preview, now),
    }
    const base = composed.program.layers[0]?.source ?? null
    const broughtAt = base === null ? null : this.#newest.show(base)
    this.#loop.follow(base)
    this.#loop.made(now, broughtAt !== null)
    if (base !== null && broughtAt === null) this.#repeated++
    const at = this.#clock.utc()
    const risen = broughtAt !== null && broughtAt > this.#capturedAt ? broughtAt : at
    this.#capturedAt = Math.max(risen, this.#capturedAt + captureStepMs)
    try {
      using picture = await this.#compose(composed, weight(this.#bus, now), at)
      await this.#options.deliver({ frame: picture.frame, capturedAt: this.#capturedAt })
    } catch (cause) {
      return this.#failed(cause)
    }
    this.frames.add()
    const tally = tallyOf(composed, this.#capturedAt)
    if (this.#tally && sameTally(this.#tally, tally)) return
    this.#tally = tally
    this.#options.tally(tally)
  }

  #compose({ program, leaving }: Composed, incoming: number, at: number) {
    if (this.#composer.settings !== this.#settings) {
      this.#composer[Symbol.dispose]()
      this.#composer = new Composer(this.#settings, this.#images)
    }
    const material = this.#material(at)
    return leaving
      ? this.#composer.dissolve(program, leaving, incoming, material)
      : this.#composer.compose(program, material)
  }

  /** Composed between two program pictures. */
  async #makePreview(now: number): Promise<void> {
    const { preview } = this.#bus
    if (preview === null || !this.#previewBus.due(now)) return
    const at = this.#clock.utc()
    try {
      this.#previewBus.show(await this.#composer.compose(this.#plan(preview, now), this.#material(at)), at)
    } catch (cause) {
      this.#failed(cause)
    }
  }

  #material(at: number) {
    return { values: this.#values, at, lend: (source: string) => this.#newest.lend(source) }
  }

  #plan(id: string, now: number): ScenePlan {
    const scene = this.#settings.scenes.find((one) => one.id === id)
    if (!scene) throw new Error(`The mixer has no scene "${id}"`)
    return planOf(scene, (source) => this.#failover.standIn(source, (one) => this.#newest.has(one), now))
  }

  #known(scene: string): string {
    if (sceneIds(this.#settings).includes(scene)) return scene
    throw new MixRefusal(`There is no scene "${scene}"`)
  }

  /** What new settings need, and nothing of the old ones. */
  #prepare(): void {
    const sources = this.#settings.scenes.flatMap(({ layers }) => layers.map(({ source }) => source))
    this.#needed = new Set(sources.flatMap((source) => this.#failover.line(source)))
    this.#newest.keep(this.#needed)
    this.#images.load(this.#settings, (why) => this.#trouble(why))
  }

  #failed(cause: unknown): void {
    // Without its picture the source is replaced, until it brings one that can be used.
    if (cause instanceof LayerFailed) this.#newest.forget(cause.source)
    this.#trouble(cause instanceof Error ? cause.message : String(cause))
  }

  #trouble(why: string): void {
    if (this.#told.has(why) || this.#told.size >= troublesMax) return
    this.#told.add(why)
    this.#options.trouble(why)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#needed = new Set()
    await this.#loop[Symbol.asyncDispose]()
    await this.#previewBus[Symbol.asyncDispose]()
    this.#newest[Symbol.dispose]()
    this.#composer[Symbol.dispose]()
  }
}

function sceneIds({ scenes }: MixSettings): string[] {
  return scenes.map(({ id }) => id)
}
