import { open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { playsToItsEnd } from './playable.ts'
import { unfinishedSuffix } from './segment-file.ts'
import { segmentStart } from './segments.ts'
import { wholeFragmentEnds } from './whole-fragments.ts'

/**
 * Finishes the segments of a feed's folder that a crash or a power cut left unfinished: cut back to their last whole
 * fragment that plays. Those without one held nothing and are removed. @returns how many were repaired
 */
export async function repairFolder(folder: string): Promise<number> {
  let repaired = 0
  for (const name of await readdir(folder)) {
    const finished = name.slice(0, -unfinishedSuffix.length)
    if (!name.endsWith(unfinishedSuffix) || segmentStart(finished) === null) continue
    const unfinished = join(folder, name)
    if (await cutBack(unfinished)) {
      await rename(unfinished, join(folder, finished))
      repaired++
    } else {
      await rm(unfinished)
    }
  }
  return repaired
}

/** @returns whether anything is left that plays */
async function cutBack(file: string): Promise<boolean> {
  const { size, atime, mtime } = await stat(file)
  await using handle = await open(file, 'r+')
  const read = async (position: number, length: number) => {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(length), position })
    return buffer.subarray(0, bytesRead)
  }
  for (const end of (await wholeFragmentEnds(read, size)).reverse()) {
    await handle.truncate(end)
    if (!(await playsToItsEnd(file))) continue
    await handle.sync()
    // Its age is that of its pictures, not of the repair.
    await utimes(file, atime, mtime)
    return true
  }
  return false
}
