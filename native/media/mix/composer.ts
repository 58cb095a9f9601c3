import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import type { MixSettings, OverlayValues } from '../messages/index.ts'
import type { Canvas } from './canvas.ts'
import { CanvasPool } from './canvas-pool.ts'
import type { OverlayImages } from './overlay-images.ts'
import { Overlays, type ShownOverlay } from './overlays.ts'
import { isLike, PictureFitter } from './picture-fitter.ts'
import { type Place, placeOf, widened } from './placement.ts'
import type { ScenePlan } from './scene-plan.ts'
import { Slate } from './slate.ts'

/** Even, as all places are. */
const borderPx = 2
const borderLuma = 210

/** A finished picture, good until it is given back. */
export interface Composition extends Disposable {
  readonly frame: Frame
}

/** What pictures of this moment are made from. */
interface Material {
  readonly values: OverlayValues
  /** UTC ms */
  readonly at: number
  /** A reference of the caller's own to a source's newest picture. */
  lend(source: string): Frame | null
}

interface StagedLayer {
  readonly source: string
  readonly frame: Frame
  readonly place: Place
}

/** A scene with all that it takes, before anything is drawn. */
interface Stage extends Disposable {
  readonly layers: readonly StagedLayer[]
  readonly overlays: readonly ShownOverlay[]
}

/** A layer's picture that could not be used; the others can. */
export class LayerFailed extends Error {
  readonly source: string

  constructor(source: string, cause: unknown) {
    super(`The picture of "${source}" cannot be mixed: ${cause instanceof Error ? cause.message : String(cause)}`)
    this.source = source
  }
}

/** Makes pictures of scenes, all of one size: layers from the lowest up, then the overlays; the slate when there is no layer. */
export class Composer implements Disposable {
  readonly settings: MixSettings
  readonly #pool: CanvasPool
  readonly #overlays: Overlays
  readonly #fitter = new PictureFitter()
  readonly #slate: Slate

  constructor(settings: MixSettings, images: OverlayImages) {
    this.settings = settings
    this.#pool = new CanvasPool(settings.width, settings.height)
    this.#overlays = new Overlays(settings, images)
    this.#slate = new Slate(settings)
  }

  /** A source's own picture, untouched, when that is all there is to see. @throws LayerFailed */
  async compose(plan: ScenePlan, material: Material): Promise<Composition> {
    using stage = this.#stage(plan, material)
    const [layer] = stage.layers
    if (layer && stage.layers.length === 1 && stage.overlays.length === 0 && this.#fills(layer)) {
      const frame = layer.frame.clone()
      if (frame) return { frame, [Symbol.dispose]: () => frame.free() }
    }
    return this.#finished(await this.#draw(stage, material))
  }

  /** A picture of two scenes, each with its overlays. @param weight of the incoming, 0–1 @throws LayerFailed */
  async dissolve(incoming: ScenePlan, leaving: ScenePlan, weight: number, material: Material): Promise<Composition> {
    // Both are staged before anything is awaited: they show the same moment.
    using next = this.#stage(incoming, material)
    using last = this.#stage(leaving, material)
    const canvas = await this.#draw(last, material)
    try {
      const other = await this.#draw(next, material)
      canvas.mix(other, weight)
      this.#pool.give(other)
      return this.#finished(canvas)
    } catch (cause) {
      this.#pool.give(canvas)
      throw cause
    }
  }

  #stage(plan: ScenePlan, { values, at, lend }: Material): Stage {
    const { width, height } = this.settings
    const open = new DisposableStack()
    const layers = plan.layers.map(({ source, box }) => {
      const frame = lend(source)
      if (!frame) throw new LayerFailed(source, 'there is no memory for it')
      open.adopt(frame, () => frame.free())
      return { source, frame, place: placeOf(box, width, height) }
    })
    const overlays = layers.length > 0 ? this.#overlays.shownOn(plan.scene, values, at) : []
    return { layers, overlays, [Symbol.dispose]: () => open.dispose() }
  }

  #fills({ frame, place }: StagedLayer): boolean {
    const { width, height } = this.settings
    return (
      place.width === width && place.height === height && isLike(frame, { width, height, format: AV_PIX_FMT_YUV420P })
    )
  }

  async #draw({ layers, overlays }: Stage, { values, at }: Material): Promise<Canvas> {
    const canvas = this.#pool.take()
    try {
      if (layers.length === 0) this.#slate.draw(canvas, values, at)
      for (const [index, layer] of layers.entries()) await this.#drawLayer(canvas, layer, index === 0)
      for (const { cover, place } of overlays) canvas.lay(cover, place.x, place.y)
      return canvas
    } catch (cause) {
      this.#pool.give(canvas)
      throw cause
    }
  }

  async #drawLayer(canvas: Canvas, { source, frame, place }: StagedLayer, lowest: boolean): Promise<void> {
    const { width, height } = this.settings
    const fitted = this.#fitter.placeFor(frame, place)
    const whole = fitted.width === width && fitted.height === height
    if (lowest && !whole) canvas.fill({ x: 0, y: 0, width, height })
    // A light line around a picture in the picture, so that the two do not run into each other.
    if (!lowest) canvas.fill(widened(fitted, borderPx, width, height), borderLuma)
    try {
      await this.#fitter.draw(canvas, frame, fitted)
    } catch (cause) {
      throw new LayerFailed(source, cause)
    }
  }

  #finished(canvas: Canvas): Composition {
    return { frame: canvas.frame, [Symbol.dispose]: () => this.#pool.give(canvas) }
  }

  /** Pictures that are still with somebody are freed when they come back. */
  [Symbol.dispose](): void {
    this.#slate[Symbol.dispose]()
    this.#fitter[Symbol.dispose]()
    this.#pool[Symbol.dispose]()
  }
}
