import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * SRTP and SRTCP with AEAD_AES_128_GCM (RFC 7714; keys derived after RFC 3711, 4.3): the sender's half for packets out
 * and the receiver's for RTCP in. One key must encrypt one run of indices only: whoever hands it out makes another one
 * whenever the sender or the receiver is a new one.
 */
const keyBytes = 16
const saltBytes = 12
const tagBytes = 16
/** What SRTP adds to a packet. */
export const srtpOverheadBytes = tagBytes
const rtcpHeaderBytes = 8
/** E flag and index of a control packet. */
const indexBytes = 4
const encryptedFlag = 0x80000000
/** RFC 3711, 4.3.2 */
const label = { rtpKey: 0, rtpSalt: 2, rtcpKey: 3, rtcpSalt: 5 } as const
/** How far behind the newest control packet an older one is still taken, in packets. */
const replayWindow = 64
/** A receiver speaks as one or a few; beyond that its control packets are dropped. */
const controlSourcesMax = 16

interface SessionKey {
  readonly key: Buffer
  readonly salt: Buffer
}

/** @param bytes of the derived key; the rate is 0, so that keys never change. @param salt 12 bytes here, 14 in RFC 3711 */
export function deriveKey(masterKey: Buffer, masterSalt: Buffer, keyLabel: number, bytes: number): Buffer {
  const counter = Buffer.alloc(16)
  masterSalt.copy(counter)
  counter.writeUInt8(counter.readUInt8(7) ^ keyLabel, 7)
  return createCipheriv('aes-128-ctr', masterKey, counter).update(Buffer.alloc(bytes))
}

function sessionKey(master: string, keyLabel: number, saltLabel: number): SessionKey {
  const bytes = Buffer.from(master, 'base64')
  const [key, salt] = [bytes.subarray(0, keyBytes), bytes.subarray(keyBytes)]
  if (salt.length !== saltBytes) throw new Error('A key and salt for AES-128-GCM are 28 bytes')
  return { key: deriveKey(key, salt, keyLabel, keyBytes), salt: deriveKey(key, salt, saltLabel, saltBytes) }
}

/** RFC 7714, 8.1 and 9.1: two zeros, SSRC, then what counts the packet in six bytes; all of it against the salt. */
function vector(salt: Buffer, ssrc: number, high: number, low: number): Buffer {
  const bytes = Buffer.alloc(saltBytes)
  bytes.writeUInt32BE(ssrc, 2)
  bytes.writeUInt32BE(high, 6)
  bytes.writeUInt16BE(low, 10)
  for (let i = 0; i < saltBytes; i++) bytes[i] = (bytes[i] ?? 0) ^ (salt[i] ?? 0)
  return bytes
}

const controlVector = (salt: Buffer, ssrc: number, index: number) => vector(salt, ssrc, index >>> 16, index & 0xffff)

/** @param round of the sequence, from 0: how often it has wrapped. @param headerBytes of this packet's RTP header, with its extensions */
export function encryptRtp({ key, salt }: SessionKey, packet: Buffer, headerBytes: number, round: number): Buffer {
  const iv = vector(salt, packet.readUInt32BE(8), round, packet.readUInt16BE(2))
  const cipher = createCipheriv('aes-128-gcm', key, iv)
  const header = packet.subarray(0, headerBytes)
  cipher.setAAD(header)
  const body = cipher.update(packet.subarray(headerBytes))
  cipher.final()
  return Buffer.concat([header, body, cipher.getAuthTag()])
}

export function encryptRtcp({ key, salt }: SessionKey, compound: Buffer, index: number): Buffer {
  const cipher = createCipheriv('aes-128-gcm', key, controlVector(salt, compound.readUInt32BE(4), index))
  const header = compound.subarray(0, rtcpHeaderBytes)
  const trailer = Buffer.alloc(indexBytes)
  trailer.writeUInt32BE((encryptedFlag | index) >>> 0)
  cipher.setAAD(Buffer.concat([header, trailer]))
  const body = cipher.update(compound.subarray(rtcpHeaderBytes))
  cipher.final()
  return Buffer.concat([header, body, cipher.getAuthTag(), trailer])
}

/** Null when it is not authentic, cut short, or not encrypted. */
export function decryptRtcp({ key, salt }: SessionKey, datagram: Buffer): { compound: Buffer; index: number } | null {
  if (datagram.length < rtcpHeaderBytes + tagBytes + indexBytes) return null
  const trailer = datagram.subarray(-indexBytes)
  const word = trailer.readUInt32BE()
  if (word < encryptedFlag) return null
  const index = word - encryptedFlag
  const header = datagram.subarray(0, rtcpHeaderBytes)
  const iv = controlVector(salt, datagram.readUInt32BE(4), index)
  const decipher = createDecipheriv('aes-128-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.concat([header, trailer]))
  decipher.setAuthTag(datagram.subarray(-indexBytes - tagBytes, -indexBytes))
  const body = decipher.update(datagram.subarray(rtcpHeaderBytes, -indexBytes - tagBytes))
  try {
    decipher.final()
  } catch {
    return null
  }
  return { compound: Buffer.concat([header, body]), index }
}

/** Encrypts what one sender sends to one receiver: any number of streams, each with its own sequence. */
export class SrtpSender {
  readonly #rtp: SessionKey
  readonly #rtcp: SessionKey
  readonly #sequences = new Map<number, { round: number; last: number }>()
  #index = 0

  /** @param key master key and salt, base64 */
  constructor(key: string) {
    this.#rtp = sessionKey(key, label.rtpKey, label.rtpSalt)
    this.#rtcp = sessionKey(key, label.rtcpKey, label.rtcpSalt)
  }

  /** The packets of a stream must come in order of their sequence, each once. */
  rtp(packet: Buffer, headerBytes: number): Buffer {
    const ssrc = packet.readUInt32BE(8)
    const sequence = packet.readUInt16BE(2)
    const at = this.#sequences.get(ssrc) ?? { round: 0, last: sequence }
    if (sequence < at.last) at.round++
    at.last = sequence
    this.#sequences.set(ssrc, at)
    return encryptRtp(this.#rtp, packet, headerBytes, at.round)
  }

  rtcp(compound: Buffer): Buffer {
    return encryptRtcp(this.#rtcp, compound, this.#index++)
  }
}

/** Decrypts the receiver's control packets, each once. */
export class SrtcpReceiver {
  readonly #rtcp: SessionKey
  readonly #seen = new Map<number, ReplayWindow>()

  constructor(key: string) {
    this.#rtcp = sessionKey(key, label.rtcpKey, label.rtcpSalt)
  }

  /** Null when it is not authentic, or was here before. */
  rtcp(datagram: Buffer): Buffer | null {
    const opened = decryptRtcp(this.#rtcp, datagram)
    if (!opened) return null
    const source = opened.compound.readUInt32BE(4)
    const window = this.#seen.get(source) ?? new ReplayWindow()
    if (!this.#seen.has(source) && this.#seen.size >= controlSourcesMax) return null
    this.#seen.set(source, window)
    return window.admits(opened.index) ? opened.compound : null
  }
}

/** RFC 3711, 3.3.2: each index once, and none that is too old to tell. */
export class ReplayWindow {
  #newest = -1
  /** Bit n: the index n before the newest was here. */
  #before = 0n

  admits(index: number): boolean {
    if (index > this.#newest) {
      const step = BigInt(Math.min(index - this.#newest, replayWindow))
      this.#before = BigInt.asUintN(replayWindow, (this.#before << step) | 1n)
      this.#newest = index
      return true
    }
    const age = this.#newest - index
    if (age >= replayWindow || (this.#before >> BigInt(age)) & 1n) return false
    this.#before |= 1n << BigInt(age)
    return true
  }
}
