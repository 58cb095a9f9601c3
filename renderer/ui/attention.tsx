import type { ReactNode } from 'react'
import './attention.css'

type AttentionLevel = 'ok' | 'attention' | 'alarm'

const words: Record<AttentionLevel, string> = { ok: 'Fine', attention: 'Attention', alarm: 'Act now' }

/** The mark of a level: its shape differs, not only its colour. */
export function AttentionMark({ level, label }: { readonly level: AttentionLevel; readonly label?: string }) {
  return (
    <svg className={`ui-mark ui-mark-${level}`} viewBox="0 0 16 16" role="img" aria-label={label ?? words[level]}>
      {level === 'ok' && <circle cx="8" cy="8" r="3.5" />}
      {level === 'attention' && (
        <>
          <path d="M8 1.8 15 14H1Z" />
          <path className="ui-mark-sign" d="M8 6v4m0 1.6v.6" />
        </>
      )}
      {level === 'alarm' && (
        <>
          <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" />
          <path className="ui-mark-sign" d="M8 4v5m0 2v.8" />
        </>
      )}
    </svg>
  )
}

/** A level with its words: what is wrong, with what, and what to do. */
export function Attention({ level, children }: { readonly level: AttentionLevel; readonly children: ReactNode }) {
  return (
    <span className={`ui-attention ui-attention-${level}`}>
      <AttentionMark level={level} />
      <span>{children}</span>
    </span>
  )
}
