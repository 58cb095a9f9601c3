import { SerialPort } from 'serialport'
import type { Connection } from './connection.ts'
import type { LineSettings } from './protocol-facts.ts'
import type { SensorPort } from './wheel-event.ts'

/** Bytes that the line has not taken; more commands are refused. */
const writeBytesMax = 1_024
/** So often a line is asked whether it is still one. */
const hangUpEveryMs = 250
const hungUp = 'the line was hung up'

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
    const over = (why: string) => {
      clearInterval(watch)
      resolve(why)
    }
    const giveUp = (why: string) => {
      over(why)
      void close()
    }
    serial.once('close', (cause: Error | null) => over(cause?.message ?? 'the line was closed'))
    serial.once('end', () => giveUp(hungUp))
    serial.on('error', (cause) => giveUp(cause.message))
    // A line that is hung up while it is read reads as nothing, at once and again: the port object never notices, and burns
    // a processor. Asked for its modem's bits it says EIO; a pseudo-terminal in order, which has none, says ENOTTY.
    const watch = setInterval(() => {
      serial.get((cause) => cause?.message.includes('Input/output error') && giveUp(hungUp))
    }, hangUpEveryMs)
  })
  serial.on('data', onBytes)
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
