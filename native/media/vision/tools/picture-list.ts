import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { VisionError } from '../../../vision/index.ts'

const pictureName = /\.(jpe?g|png)$/i

/**
 * The pictures that `--images` names, in the order given: a file as it is named, of a folder its picture files by name.
 * @throws {VisionError} `picture_missing` for a folder without pictures
 */
export async function pictureFiles(named: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(named.map(filesOf))
  return lists.flat()
}

async function filesOf(path: string): Promise<readonly string[]> {
  // What cannot be looked at is told in its place, when it cannot be read either.
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return [path]
  const names = (await readdir(path)).filter((name) => pictureName.test(name)).sort()
  if (names.length === 0) throw new VisionError('picture_missing', `There is no JPEG or PNG in ${path}`)
  return names.map((name) => join(path, name))
}
