import { type Session, sessionSchema } from '../../../backend/contract/index.ts'

export const tokenKey = 'tablecast.token'

/** How long the gateway may take to open a session. */
const sessionMsMax = 5000

export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Opens the stored player's session, or a new one when there is none or the gateway knows the stored token no longer.
 * @throws when the gateway cannot be reached or answers something else than a session.
 */
export async function openSession(page: URL, memory: Memory): Promise<Session> {
  const token = memory.getItem(tokenKey)
  let response = await post(page, token === null ? {} : { token })
  if (response.status === 401 && token !== null) {
    memory.removeItem(tokenKey)
    response = await post(page, {})
  }
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`)
  const session = sessionSchema.parse(await response.json())
  memory.setItem(tokenKey, session.token)
  return session
}

function post(page: URL, body: { token?: string }): Promise<Response> {
  return fetch(new URL('api/session', page), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(sessionMsMax),
  })
}
