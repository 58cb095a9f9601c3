import { describe, expect, it } from 'vitest'
import { parseRtcp, referenceTimeAnswer, senderReport, shortNtpTime } from './rtcp.ts'

const ssrc = 0x11223344
const bytes = (...hex: string[]) => Buffer.from(hex.join(''), 'hex')

describe('senderReport', () => {
  it('is a sender report with a CNAME, padded to whole words', () => {
    const report = senderReport({
      ssrc,
      cname: 'table',
      now: 1_500,
      timestamp: 0xa1b2c3d4,
      packets: 258,
      bytes: 65_536,
    })
    expect(report.toString('hex')).toBe(
      [
        '80c80006', // SR, 7 words
        '11223344',
        '83aa7e8180000000', // 1970 + 1.5 s
        'a1b2c3d4',
        '00000102',
        '00010000',
        '81ca0003', // SDES, one chunk, 4 words
        '11223344',
        '0105', // CNAME of 5 bytes
        '7461626c65',
        '00', // end of the chunk
      ].join(''),
    )
  })

  it('ends the chunk with a zero, whatever the length of the name', () => {
    for (const cname of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef']) {
      const report = senderReport({ ssrc, cname, now: 0, timestamp: 0, packets: 0, bytes: 0 })
      expect(report.length % 4).toBe(0)
      expect(report.readUInt16BE(30)).toBe((report.length - 28) / 4 - 1)
      expect(report.at(-1)).toBe(0)
    }
  })
})

describe('referenceTimeAnswer', () => {
  it('is an XR with one DLRR block of the least delay that mediasoup counts', () => {
    expect(referenceTimeAnswer(ssrc, 0x55667788, 0x99aabbcc).toString('hex')).toBe(
      '80cf0005112233440500000355667788' + '99aabbcc' + '00000001',
    )
  })
})

describe('parseRtcp', () => {
  const keyFrame = { type: 'key_frame_request', ssrc }

  it('reads PLI and FIR as key frame requests', () => {
    expect(parseRtcp(bytes('81ce0002', '00000001', '11223344'))).toEqual([{ type: 'key_frame_request', ssrc }])
    const fir = bytes('84ce0004', '00000001', '00000000', '11223344', '07000000')
    expect(parseRtcp(fir)).toEqual([{ type: 'key_frame_request', ssrc }])
  })

  it('reads a NACK: each packet, and those that its mask names, around the end of the sequence', () => {
    const nack = bytes('81cd0004', '00000001', '11223344', 'fffe0005', '00640000')
    expect(parseRtcp(nack)).toEqual([{ type: 'nack', ssrc, sequences: [0xfffe, 0xffff, 1, 100] }])
  })

  it('reads each report block', () => {
    const other = `99999999ff000000${'00000000'.repeat(4)}`
    const ours = '11223344' + '40000003' + '00001000' + '00000000' + '7e815555' + '00008000'
    expect(parseRtcp(bytes('82c9000d', '00000001', other, ours))).toEqual([
      { type: 'report', ssrc: 0x99999999, lost: 255 / 256, lastReport: 0, delay: 0 },
      { type: 'report', ssrc, lost: 0.25, lastReport: 0x7e815555, delay: 0x8000 },
    ])
  })

  it('reads a reference time in an extended report behind a block that it does not know', () => {
    const report = bytes('80cf0006', '0000000a', '63000001', '00000000', '04000002', '83aa7e8180000000')
    expect(parseRtcp(report)).toEqual([{ type: 'reference_time', from: 10, time: 0x7e818000 }])
    expect(shortNtpTime(1_500)).toBe(0x7e818000)
  })

  it('reads every packet of a compound', () => {
    const compound = bytes(
      '80c90001',
      '00000001',
      '81ce0002',
      '00000001',
      '11223344',
      '81ce0002',
      '00000001',
      '11223344',
    )
    expect(parseRtcp(compound)).toEqual([keyFrame, keyFrame])
  })

  it('passes over what is unknown, cut short or no RTCP', () => {
    const pli = bytes('81ce0002', '00000001', '11223344')
    expect(parseRtcp(bytes('81cc0002', '00000001', '11223344'))).toEqual([])
    for (let length = 0; length < pli.length; length++) expect(parseRtcp(pli.subarray(0, length))).toEqual([])
    expect(parseRtcp(bytes('80c90000', '00000000'))).toEqual([])
    expect(parseRtcp(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toEqual([])
  })

  it('survives any bytes', () => {
    for (let seed = 1; seed < 2_000; seed++) {
      const noise = Buffer.from(Array.from({ length: seed % 64 }, (_, i) => (seed * 7919 + i * 104_729) % 256))
      if (noise.length > 3) noise.set([0x80 | (seed % 32), 200 + (seed % 8), 0, seed % 16], 0)
      expect(() => parseRtcp(noise)).not.toThrow()
    }
  })
})
