import { createSocket, type Socket } from 'node:dgram'
import type { Logger } from 'pino'
import type { MediaTarget } from '../messages/index.ts'
import { SrtcpReceiver, SrtpSender } from './srtp.ts'

/** What may wait in the socket; beyond it packets are lost here, as they would be on the way. */
const sendQueueBytesMax = 1_000_000
const receiveBufferBytes = 256 * 1024

/** The way to one target: its socket, and its keys where it has them. Nothing comes back to life once it is closed. */
export class Wire implements Disposable {
  readonly #socket: Socket
  readonly #sender: SrtpSender | null
  readonly #receiver: SrtcpReceiver | null
  #open = false
  #closed = false
  #refused = 0

  /**
   * @param opened when packets can be sent
   * @param control called with each control packet of the receiver, in the clear
   */
  constructor(target: MediaTarget, log: Logger, opened: () => void, control: (compound: Buffer) => void) {
    this.#sender = target.srtp && new SrtpSender(target.srtp.sendKey)
    this.#receiver = target.srtp && new SrtcpReceiver(target.srtp.receiveKey)
    const type = target.ip.includes(':') ? 'udp6' : 'udp4'
    this.#socket = createSocket({ type, recvBufferSize: receiveBufferBytes })
    this.#socket.on('message', (datagram) => {
      const compound = this.#receiver ? this.#receiver.rtcp(datagram) : datagram
      if (compound) control(compound)
      else this.#refused++
    })
    // The receiver is not there (yet): the studio learns it from the SFU, and the next target opens a new socket.
    this.#socket.on('error', (error) => log.debug({ error: error.message }, 'RTP socket'))
    // Connected, so that the kernel takes datagrams from this receiver only.
    this.#socket.connect(target.port, target.ip, (error?: Error) => {
      if (error || this.#closed) return
      this.#open = true
      opened()
    })
  }

  get open(): boolean {
    return this.#open
  }

  /** Datagrams that were not what the key says, or came again. */
  get refused(): number {
    return this.#refused
  }

  /** The packet as it is sent; once for each. */
  sealed(packet: Buffer, headerBytes: number): Buffer {
    return this.#sender ? this.#sender.rtp(packet, headerBytes) : packet
  }

  /** Sends a sealed packet. @param lost called when it could not be sent */
  transmit(packet: Buffer, lost: () => void): void {
    const full = !this.#open || this.#socket.getSendQueueSize() > sendQueueBytesMax
    if (full) lost()
    else this.#socket.send(packet, (error) => error && lost())
  }

  control(compound: Buffer): void {
    this.transmit(this.#sender ? this.#sender.rtcp(compound) : compound, () => {})
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#open = false
    this.#socket.removeAllListeners('message')
    this.#socket.close()
  }
}
