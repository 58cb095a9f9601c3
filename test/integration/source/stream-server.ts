import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** Serves each who connects what `streams` gives for them, as fast as they take it, and ends. */
export class StreamServer implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  static async listen(stream: () => Iterable<Buffer>): Promise<StreamServer> {
    const server = new StreamServer(stream)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  private constructor(stream: () => Iterable<Buffer>) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket))
      void this.#serve(socket, stream())
    })
  }

  get address(): object {
    const { port } = this.#server.address() as AddressInfo
    return { kind: 'tcp', host: '127.0.0.1', port }
  }

  async #serve(socket: Socket, stream: Iterable<Buffer>): Promise<void> {
    for (const bytes of stream) {
      if (socket.destroyed) return
      // It rejects when the reader breaks the connection off: the next look at the socket tells.
      if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {})
    }
    socket.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((closed) => this.#server.close(closed))
  }
}
