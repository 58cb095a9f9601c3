import { useEffect, useState } from 'react'
import { fetchPicture } from '../studio.ts'

/** The picture behind `url` as a local address; undefined while it loads or none is wanted, null when it is not there. */
export function usePicture(url: string | undefined): string | undefined | null {
  const [picture, setPicture] = useState<{ of: string; src: string | null }>()
  useEffect(() => {
    if (url === undefined) return
    const gone = new AbortController()
    let src: string | null = null
    fetchPicture(url, gone.signal).then(
      (fetched) => {
        src = fetched
        setPicture({ of: url, src })
      },
      () => {
        if (!gone.signal.aborted) setPicture({ of: url, src: null })
      },
    )
    return () => {
      gone.abort()
      if (src !== null) URL.revokeObjectURL(src)
    }
  }, [url])
  return picture?.of === url ? picture?.src : undefined
}
