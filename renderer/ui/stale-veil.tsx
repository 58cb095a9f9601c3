import { useNow } from './clock.ts'
import './stale-veil.css'

/** Lies over what is no longer live, and says since how many seconds. `since` is the local clock in ms; null when unknown. */
export function StaleVeil({ word, since }: { readonly word: string; readonly since: number | null }) {
  const now = useNow(250)
  return (
    <div className="ui-veil" role="status">
      <span className="ui-veil-word">{word}</span>
      {since !== null && (
        <span className="ui-veil-age" aria-hidden="true">
          {Math.max(0, Math.floor((now - since) / 1000))} s
        </span>
      )}
    </div>
  )
}
