import type { Image } from '@napi-rs/canvas'
import type { MixSettings, Overlay, OverlayValues } from '../messages/index.ts'
import type { Cover } from './cover.ts'
import { painted } from './drawing.ts'
import { contentOf, type OverlayContent } from './overlay-content.ts'
import { drawContent } from './overlay-drawing.ts'
import type { OverlayImages } from './overlay-images.ts'
import { type Place, placeOf } from './placement.ts'

interface Drawn {
  readonly content: string
  readonly image: Image | null
  readonly cover: Cover
}

/** An overlay that is to be seen, ready to be laid over the picture. */
export interface ShownOverlay {
  readonly cover: Cover
  readonly place: Place
}

/** The overlays of a program: each is drawn when what it shows changes, and kept until then. */
export class Overlays {
  readonly #overlays: readonly { readonly overlay: Overlay; readonly place: Place }[]
  readonly #images: OverlayImages
  readonly #drawn = new Map<string, Drawn>()

  constructor({ overlays, width, height }: MixSettings, images: OverlayImages) {
    this.#overlays = overlays.map((overlay) => ({ overlay, place: placeOf(overlay.box, width, height) }))
    this.#images = images
  }

  /** What is to be seen on a scene, from the lowest up. @param at UTC ms */
  shownOn(scene: string, values: OverlayValues, at: number): ShownOverlay[] {
    return this.#overlays.flatMap(({ overlay, place }) => {
      const pixelsOfRing = Math.round(Math.PI * Math.min(place.width, place.height))
      const content = contentOf(overlay, scene, values, at, pixelsOfRing)
      const image = content?.kind === 'image' ? this.#images.get(content.file) : null
      if (!content || (content.kind === 'image' && !image)) return []
      return [{ cover: this.#cover(overlay.id, content, image, place), place }]
    })
  }

  #cover(id: string, content: OverlayContent, image: Image | null, { width, height }: Place): Cover {
    const key = JSON.stringify(content)
    const known = this.#drawn.get(id)
    if (known?.content === key && known.image === image) return known.cover
    const cover = painted(width, height, (context) => drawContent(context, content, width, height, image))
    this.#drawn.set(id, { content: key, image, cover })
    return cover
  }
}
