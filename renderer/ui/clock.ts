import { useEffect, useState } from 'react'

/** The local time in ms, again every `everyMs`. Use it in a leaf: what uses it renders again each time. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
