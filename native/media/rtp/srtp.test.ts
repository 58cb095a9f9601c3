import { describe, expect, it } from 'vitest'
import { decryptRtcp, deriveKey, encryptRtcp, encryptRtp, ReplayWindow, SrtcpReceiver, SrtpSender } from './srtp.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
/** RFC 7714, 16 and 17 */
const session = { key: hex('000102030405060708090a0b0c0d0e0f'), salt: hex('517569642070726f2071756f') }
const control = hex(`81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
  deadbeef deadbeef deadbeef deadbeef deadbeef`)
const controlSealed = hex(`81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1
  730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4`)
const master = Buffer.from(Array.from({ length: 28 }, (_, i) => i * 7)).toString('base64')
const packet = (sequence: number) =>
  hex(`8040${sequence.toString(16).padStart(4, '0')} 8041f8d3 5501a0b2 47616c6c69612065`)

describe('the cipher', () => {
  it('seals the packet of RFC 7714, 16.1.1', () => {
    const plain = hex(`8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070
      61727465 73207472 6573`)
    expect(encryptRtp(session, plain, 12, 0)).toEqual(
      hex(`8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf
        8833899d 7f27beb1 6a9152cf 765ee439 0cce`),
    )
  })

  it('seals and opens the control packet of RFC 7714, 17.1', () => {
    expect(encryptRtcp(session, control, 0x5d4)).toEqual(controlSealed)
    expect(decryptRtcp(session, controlSealed)).toEqual({ compound: control, index: 0x5d4 })
  })

  it('derives the keys of RFC 3711, B.3', () => {
    const [key, salt] = [hex('e1f97a0d3e018be0d64fa32c06de4139'), hex('0ec675ad498afeebb6960b3aabe6')]
    expect(deriveKey(key, salt, 0, 16)).toEqual(hex('c61e7a93744f39ee10734afe3ff7a087'))
    expect(deriveKey(key, salt, 2, 14)).toEqual(hex('30cbbc08863d8c85d49db34a9ae1'))
  })

  it('opens nothing that was changed anywhere, cut short, or sent in the clear', () => {
    for (let at = 0; at < controlSealed.length; at++) {
      const changed = Buffer.from(controlSealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(decryptRtcp(session, changed)).toBeNull()
      expect(decryptRtcp(session, controlSealed.subarray(0, at))).toBeNull()
    }
    expect(decryptRtcp(session, control)).toBeNull()
  })
})

describe('a sender', () => {
  it('counts the rounds of each sequence on its own', () => {
    const sender = new SrtpSender(master)
    const first = sender.rtp(packet(0xffff), 12)
    const other = packet(0)
    other.writeUInt32BE(7, 8)
    sender.rtp(other, 12)
    sender.rtp(packet(0), 12)
    const again = sender.rtp(packet(0xffff), 12)
    expect(again).not.toEqual(first)
    expect(first).toEqual(new SrtpSender(master).rtp(packet(0xffff), 12))
  })

  it('is understood by a receiver with its key, once for each control packet', () => {
    const [sender, receiver] = [new SrtpSender(master), new SrtcpReceiver(master)]
    const [first, second] = [sender.rtcp(control), sender.rtcp(control)]
    expect(first).not.toEqual(second)
    expect(receiver.rtcp(second)).toEqual(control)
    expect(receiver.rtcp(first)).toEqual(control)
    expect(receiver.rtcp(first)).toBeNull()
    expect(new SrtcpReceiver(Buffer.alloc(28).toString('base64')).rtcp(first)).toBeNull()
  })

  it('refuses a key of another length', () => {
    expect(() => new SrtpSender(Buffer.alloc(30).toString('base64'))).toThrow('28 bytes')
  })
})

describe('a replay window', () => {
  it('admits each index once, in any order, and none that is too old', () => {
    const window = new ReplayWindow()
    const admitted = [0, 5, 3, 5, 3, 0, 4, 68, 5, 4, 69, 1_000_000, 999_936, 999_937, 999_937, 69]
    expect(admitted.filter((index) => window.admits(index))).toEqual([0, 5, 3, 4, 68, 69, 1_000_000, 999_937])
  })
})
