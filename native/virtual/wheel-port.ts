import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { SlingShotCommandDecoder } from '../sensors/index.ts'
import type { WheelTransmitter } from './wheel-transmitter.ts'

const clientsMax = 8
/** A reader of 9600 baud that is this far behind has stopped reading. */
const clientBytesMax = 64 * 1024

/** The wheel's plug: serves its lines over TCP and takes commands, as a serial-to-TCP box on the wheel would. */
export class WheelPort implements AsyncDisposable {
  readonly #server: Server
  readonly #clients = new Set<Socket>()

  static async listen(port: number, wheel: WheelTransmitter): Promise<WheelPort> {
    const plug = new WheelPort(wheel)
    plug.#server.listen(port, '127.0.0.1')
    await once(plug.#server, 'listening')
    return plug
  }

  private constructor(wheel: WheelTransmitter) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => this.#clients.delete(socket))
      if (this.#clients.size >= clientsMax) {
        socket.destroy()
        return
      }
      this.#clients.add(socket)
      const commands = new SlingShotCommandDecoder()
      socket.on('data', (bytes) => {
        // One line serves all who listen: the answer is heard by everyone, as on a shared serial line.
        for (const command of commands.push(bytes)) this.send(wheel.answer(command))
      })
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  send(text: string): void {
    if (text === '') return
    for (const socket of this.#clients) {
      if (socket.writableLength > clientBytesMax) socket.destroy()
      else socket.write(text, 'latin1')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#clients) socket.destroy()
    await new Promise((closed) => this.#server.close(closed))
  }
}
