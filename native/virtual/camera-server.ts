import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { CameraChunk } from './camera-stream.ts'

const clientsMax = 16
/** A client this far behind is dropped: about 3 s of picture. */
const clientBytesMax = 2 * 1024 * 1024

/** Serves the camera's stream over TCP: who connects gets it from the next key frame on. */
export class CameraServer implements AsyncDisposable {
  readonly #server: Server
  /** Each client, and whether it has had its first key frame. */
  readonly #clients = new Map<Socket, { joined: boolean }>()
  #gone = false

  static async listen(port: number): Promise<CameraServer> {
    const camera = new CameraServer()
    camera.#server.listen(port, '127.0.0.1')
    await once(camera.#server, 'listening')
    return camera
  }

  private constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => this.#clients.delete(socket))
      socket.resume()
      if (this.#gone || this.#clients.size >= clientsMax) socket.destroy()
      else this.#clients.set(socket, { joined: false })
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }
  get clients(): number {
    return this.#clients.size
  }

  /** A camera that is gone drops its clients and takes no new ones. */
  set gone(gone: boolean) {
    this.#gone = gone
    if (gone) for (const socket of this.#clients.keys()) socket.destroy()
  }

  send({ bytes, key }: CameraChunk): void {
    for (const [socket, client] of this.#clients) {
      client.joined ||= key
      if (!client.joined) continue
      if (socket.writableLength > clientBytesMax) socket.destroy()
      else socket.write(bytes)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#clients.keys()) socket.destroy()
    await new Promise((closed) => this.#server.close(closed))
  }
}
