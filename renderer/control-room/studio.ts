import { studioAddress } from './link/connection.ts'
import { type StudioClient, StudioLink } from './link/studio-link.ts'
import { useStudio } from './studio-store.ts'

const address = studioAddress(window.location)
const link = address === undefined ? undefined : new StudioLink(address, useStudio.getState())

if (link === undefined) {
  useStudio.getState().applyConnection({ state: 'refused', reason: 'This address has no key.' })
}

/** The calls that this window may make. @throws {Error} while the studio is away. */
export function studio(): StudioClient {
  if (link === undefined) throw new Error('The studio is away.')
  return link.client
}

export function retryNow(): void {
  link?.retryNow()
}

/** A picture that lies behind the secret, as an address that an `<img>` can show; revoke it when it is no longer shown. */
export async function fetchPicture(path: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(path, { signal, headers: { authorization: `Bearer ${address?.secret ?? ''}` } })
  if (!response.ok) throw new Error(`The picture was not there (${response.status}).`)
  return URL.createObjectURL(await response.blob())
}
