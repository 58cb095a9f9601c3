import { SerialPort } from 'serialport'
import type { Connection } from './connection.ts'
import type { LineSettings } from './protocol-facts.ts'
import type { SensorPort } from './wheel-event.ts'

/** Bytes that the line has not taken; more commands are refused. */
const writeBytesMax = 1_024
/** So often a line is asked whether it is still one. */
const hangUpEveryMs = 250

/**
 * No flow control, the line for us alone.
 * @throws when there is no such line, or another has it
 */
export async function openSerialPort(
  { path, baud }: Extract<SensorPort, { kind: 'serial' }>,
  line: LineSettings,
  onBytes: (bytes: Uint8Array) => void,
): Promise<Connection> {
  const { dataBits, parity, stopBits } = line
  const serial = new SerialPort({ path, baudRate: baud ?? line.baud, dataBits, parity, stopBits, autoOpen: false })
  await new Promise<void>((resolve, reject) => serial.open((cause) => (cause ? reject(cause) : resolve())))
  const close = () => new Promise<void>((resolve) => serial.close(() => resolve()))

  const ended = new Promise<string>((resolve) => {
    serial.once('close', (cause: Error | null) => resolve(cause?.message ?? 'the line was closed'))
    // A line that is hung up reads as ended; the port object itself would wait for ever.
    serial.once('end', () => {
      resolve('the line was hung up')
      void close()
    })
    serial.on('error', (cause) => {
      resolve(cause.message)
      void close()
    })
  })
  serial.on('data', onBytes)
  // A line that is hung up while it is read reads as nothing, at once and again: the port object never notices, and burns a
  // processor. Asked for its modem's bits such a line says EIO; a pseudo-terminal in order, which has none, says ENOTTY.
  const hangUp = setInterval(() => {
    serial.get((cause) => {
      if (cause?.message.includes('Input/output error')) serial.emit('error', new Error('the line was hung up'))
    })
  }, hangUpEveryMs)
  void ended.then(() => clearInterval(hangUp))
  // Some boxes take their power from these; a pseudo-terminal has none and answers ENOTTY, which is no trouble.
  serial.set({ dtr: true, rts: true }, () => {})
  return {
    ended,
    write(text) {
      if (!serial.isOpen || serial.writableLength > writeBytesMax) return false
      serial.write(text)
      return true
    },
    close,
  }
}
