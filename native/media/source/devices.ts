import { readdir, realpath } from 'node:fs/promises'
import { Device as CaptureDevice } from 'node-av'
import type { Device } from '../messages/index.ts'
import type { Opening } from './address.ts'

/** Links that stay with a device: by its serial number, else by the plug that it is in. Neither depends on the order. */
const linkFolders = ['/dev/v4l/by-id', '/dev/v4l/by-path']

/** Cameras and grabbers of this machine, each by an id that stays the same. Throws nothing: no devices is an empty list. */
export async function listDevices(): Promise<Device[]> {
  const found = (await CaptureDevice.list().catch(() => [])).filter(({ type }) => type === 'video')
  if (process.platform !== 'linux') {
    // `description` is the system's own lasting id; names come twice with two cameras of a kind.
    return found.map(({ name, description }) => ({ id: description || name, name }))
  }
  const links = await stableLinks()
  return found.flatMap(({ name: node, description }) => {
    const id = links.get(node)
    return id === undefined ? [] : [{ id, name: description }]
  })
}

/** `/dev/video…` and the best link to each. */
async function stableLinks(): Promise<Map<string, string>> {
  const links = new Map<string, string>()
  for (const folder of linkFolders) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      const node = await realpath(`${folder}/${name}`).catch(() => null)
      if (node !== null && !links.has(node)) links.set(node, `${folder}/${name}`)
    }
  }
  return links
}

/** AVFoundation opens by name alone: the name that the device of this id has now. All others are opened as they are. */
export async function openableDevice(opening: Opening): Promise<Opening> {
  if (opening.format !== 'avfoundation') return opening
  const known = (await listDevices()).find(({ id }) => id === opening.place)
  return known ? { ...opening, url: `${known.name}:none` } : opening
}
