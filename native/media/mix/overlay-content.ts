import type { Overlay, OverlayValues } from '../messages/index.ts'

/** What an overlay shows at one moment. Two that are equal look the same. */
export type OverlayContent =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly colour: string
      readonly background: string | null
      readonly align: 'left' | 'centre' | 'right'
    }
  | { readonly kind: 'timer'; readonly seconds: number; readonly left: number; readonly colour: string }
  | { readonly kind: 'result'; readonly text: string; readonly background: string }
  | { readonly kind: 'image'; readonly file: string; readonly opacity: number }

const placeholder = /\{([a-z][A-Za-z0-9]{0,39})\}/g
/** For a colour that is not told as #rrggbb. */
const unknownColour = '#2b313c'

/**
 * @param scene the one it would be drawn on
 * @param at UTC ms
 * @param ringSteps how finely the timer's ring moves: a change that nobody sees is none
 * @returns null when there is nothing to show
 */
export function contentOf(
  overlay: Overlay,
  scene: string,
  values: OverlayValues,
  at: number,
  ringSteps: number,
): OverlayContent | null {
  const told = (name: string) => values[name] ?? null
  if (overlay.scenes && !overlay.scenes.includes(scene)) return null
  if (overlay.when !== undefined && told(overlay.when) === null) return null
  switch (overlay.kind) {
    case 'text': {
      const { colour, background = null, align } = overlay
      const text = overlay.text.replace(placeholder, (_, name: string) => String(told(name) ?? '')).trim()
      return text ? { kind: 'text', text, colour, background, align } : null
    }
    case 'timer': {
      const [endsAt, total] = [told(overlay.endsAt), told(overlay.total)]
      if (typeof endsAt !== 'number' || typeof total !== 'number' || total <= 0 || at >= endsAt) return null
      const left = Math.ceil(Math.min(1, (endsAt - at) / total) * ringSteps) / ringSteps
      return { kind: 'timer', seconds: Math.ceil((endsAt - at) / 1000), left, colour: overlay.colour }
    }
    case 'result': {
      const text = told(overlay.value)
      const colour = String(told(overlay.background) ?? '')
      const background = /^#[0-9a-f]{6}$/i.test(colour) ? colour : unknownColour
      return text === null || text === '' ? null : { kind: 'result', text: String(text), background }
    }
    case 'image':
      return overlay.opacity > 0 ? { kind: 'image', file: overlay.file, opacity: overlay.opacity } : null
  }
}
