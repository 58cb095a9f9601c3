import { setTimeout as wait } from 'node:timers/promises'
import { AV_LOG_ERROR, AV_LOG_VERBOSE, type AVLogLevel, Log } from 'node-av'

/** FFmpeg's lines come from its threads through the event loop: they are there this long after the call that wrote them. */
const linesMsMax = 20
const linesMax = 50
const wordsMax = 200

type Line = readonly [level: AVLogLevel, text: string]

const listeners = new Set<(line: Line) => void>()

/**
 * Does some work and, if it fails, tells what FFmpeg and the driver said meanwhile. The log is the whole process's: lines of
 * whatever else runs at that moment are among them, so it is for work that is short and rare.
 *
 * @returns the work's value; on failure the words, `null` when there were none
 */
export async function withDriverWords<T>(
  work: () => Promise<T>,
): Promise<{ value: T } | { cause: unknown; words: string | null }> {
  const lines: Line[] = []
  const listener = (line: Line) => {
    if (lines.length < linesMax) lines.push(line)
  }
  listen(listener)
  try {
    return { value: await work() }
  } catch (cause) {
    await wait(linesMsMax)
    return { cause, words: driverWords(lines) }
  } finally {
    stopListening(listener)
  }
}

let levelBefore: AVLogLevel = AV_LOG_ERROR

function listen(listener: (line: Line) => void): void {
  if (listeners.size === 0) {
    levelBefore = Log.getLevel()
    Log.setLevel(AV_LOG_VERBOSE)
    Log.setCallback(
      (level, message) => {
        for (const each of listeners) each([level, message])
      },
      { maxLevel: AV_LOG_VERBOSE },
    )
  }
  listeners.add(listener)
}

function stopListening(listener: (line: Line) => void): void {
  listeners.delete(listener)
  if (listeners.size > 0) return
  Log.resetCallback()
  Log.setLevel(levelBefore)
}

/**
 * One line of at most 200 characters: the errors; when there are none, the last two lines of any level, as libva says
 * why it finds no device without calling it an error.
 */
export function driverWords(lines: readonly Line[]): string | null {
  const errors = lines.filter(([level]) => level <= AV_LOG_ERROR)
  const chosen = errors.length > 0 ? errors : lines.slice(-2)
  const texts = chosen.map(([, text]) => text.replace(/\s+/g, ' ').trim().replace(/\.$/, '')).filter(Boolean)
  const words = [...new Set(texts)].join('; ')
  if (!words) return null
  return words.length > wordsMax ? `${words.slice(0, wordsMax - 1)}…` : words
}
