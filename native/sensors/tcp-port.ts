import { once } from 'node:events'
import { connect } from 'node:net'
import type { Connection } from './connection.ts'
import type { SensorPort } from './wheel-event.ts'

const connectMsMax = 5_000
/** A serial-to-TCP box that lost its power says nothing: ask for a sign of life after so long. */
const keepAliveMs = 5_000
/** Bytes that the device has not taken; more commands are refused. */
const writeBytesMax = 1_024

/** @throws when there is no connection within the bound, or `signal` is aborted meanwhile; then nothing is left open */
export async function openTcpPort(
  { host, port }: Extract<SensorPort, { kind: 'tcp' }>,
  onBytes: (bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<Connection> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs })
  let why = 'the device closed the connection'
  socket.on('error', (cause) => {
    why = cause.message
  })
  socket.on('data', onBytes)
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(why)))
  const tooLate = setTimeout(() => socket.destroy(new Error(`no connection within ${connectMsMax} ms`)), connectMsMax)
  const stop = () => socket.destroy(new Error('no longer wanted'))
  signal.addEventListener('abort', stop)
  try {
    await once(socket, 'connect')
  } finally {
    clearTimeout(tooLate)
    signal.removeEventListener('abort', stop)
  }
  return {
    ended,
    write(text) {
      if (!socket.writable || socket.writableLength > writeBytesMax) return false
      socket.write(text)
      return true
    },
    async close() {
      socket.destroy()
      await ended
    },
  }
}
