import { useCallback, useEffect, useRef, useState } from 'react'
import { refusalWords } from '../../link/refusal.ts'
import type { StudioClient } from '../../link/studio-link.ts'
import { fetchPicture, studio } from '../../studio.ts'
import type { Still } from './picture-stage.tsx'

type Asked = Parameters<StudioClient['picture']['look']>[0]
/** What vision saw in one picture. */
export type Look = Awaited<ReturnType<StudioClient['picture']['look']>>
export type WheelSight = NonNullable<Look['sight']>

/** To find a wheel takes some seconds; everything else is there at once. */
const answerMsMax = 40_000
/** A camera or a media process that is away comes back by itself: so often it is asked for a first picture. */
const againMs = 2_000

export interface Looking {
  /** Null until there is one. */
  readonly still: Still | null
  /** The last answer; null before the first. */
  readonly look: Look | null
  /** What is being asked. */
  readonly asking: Asked['for']['kind'] | null
  /** Why the last question has no answer, in words. */
  readonly refused: string | null
  /** How many questions were answered or refused so far. */
  readonly answers: number
  /** @returns null when it was refused, or the picture is no longer shown */
  ask(picture: Asked['picture'], what: Asked['for']): Promise<Look | null>
}

/** Single pictures of a source, for as long as they are shown, and what vision sees in them: the first one as soon as there is one. */
export function useLook(source: string): Looking {
  const [seen, setSeen] = useState<Omit<Looking, 'ask'>>({
    still: null,
    look: null,
    asking: null,
    refused: null,
    answers: 0,
  })
  const shown = useRef({ gone: new AbortController(), src: null as string | null })
  useEffect(() => {
    const mine = { gone: new AbortController(), src: null }
    shown.current = mine
    return () => {
      mine.gone.abort()
      if (mine.src !== null) URL.revokeObjectURL(mine.src)
    }
  }, [])

  const ask = useCallback(
    async (picture: Asked['picture'], what: Asked['for']) => {
      const here = shown.current
      const signal = AbortSignal.any([here.gone.signal, AbortSignal.timeout(answerMsMax)])
      setSeen((last) => ({ ...last, asking: what.kind }))
      try {
        const look = await studio().picture.look({ source, picture, for: what }, { signal })
        const src = look.stillUrl === null ? null : await fetchPicture(look.stillUrl, signal)
        if (src !== null) {
          if (here.src !== null) URL.revokeObjectURL(here.src)
          here.src = src
        }
        setSeen(({ still, answers }) => ({
          still: src === null ? still : { src, width: look.width, height: look.height },
          look,
          asking: null,
          refused: null,
          answers: answers + 1,
        }))
        return look
      } catch (error) {
        if (!here.gone.signal.aborted) {
          setSeen((last) => ({ ...last, asking: null, refused: refusalWords(error), answers: last.answers + 1 }))
        }
        return null
      }
    },
    [source],
  )
  const { still, answers } = seen
  useEffect(() => {
    if (still !== null) return
    const timer = setTimeout(() => void ask('new', { kind: 'still' }), answers === 0 ? 0 : againMs)
    return () => clearTimeout(timer)
  }, [still, answers, ask])
  return { ...seen, ask }
}
