import { describe, expect, it } from 'vitest'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { bitsWords, bytesWords, lostLevel, offsetWords, rateLevel, recordWords, replacedWords } from './stats-words.ts'

type Record = NonNullable<TableSnapshot['record']>

const record = (recording: Record['status']['recording'], level: 'ok' | 'alarm' = 'ok'): Record => ({
  status: { disk: level, freeBytes: 8e9, recording, segments: 12, bytes: 1.5e9, repaired: 1, ringBytes: 4e7 },
  attention: { level, text: '' },
})

describe('the dock', () => {
  it('speaks below 95 % of the rate, and loudly below 80 %', () => {
    expect([29.97, 28.4, 23.9].map((fps) => rateLevel(fps, 30))).toEqual(['ok', 'attention', 'alarm'])
  })

  it('speaks above 1 % lost, and loudly above 5 %', () => {
    expect([null, 0.01, 0.02, 0.06].map(lostLevel)).toEqual(['ok', 'ok', 'attention', 'alarm'])
  })

  it('gives every number its unit', () => {
    expect([12.4, -3.2, -0.3].map(offsetWords)).toEqual(['+12', '−3', '0'])
    expect([bitsWords(2_480_000), bitsWords(196_400)]).toEqual(['2.48 Mbit/s', '196 kbit/s'])
    expect([bytesWords(9.5e8), bytesWords(4.24e9), bytesWords(2e12)]).toEqual(['950 MB', '4.2 GB', '2.0 TB'])
  })

  it('says what is recorded, and what is not', () => {
    expect(recordWords(null).text).toBe('off')
    expect(recordWords(record([{ feed: 'program', state: 'recording' }])).text).toBe('1 feed')
    const partly = recordWords(
      record([
        { feed: 'program', state: 'recording' },
        { feed: 'wheel', state: 'waiting', why: 'no picture' },
      ]),
    )
    expect(partly.text).toBe('1 of 2 feeds')
    expect(partly.title).toContain('wheel: waiting, no picture')
    const stopped = recordWords(record([{ feed: 'program', state: 'stopped', why: 'The disk is full' }], 'alarm'))
    expect(stopped).toMatchObject({ text: 'stopped', level: 'alarm' })
  })

  it('says which encoder failed, when, why, and which took over', () => {
    const at = Date.UTC(2026, 10, 21, 14, 3, 20)
    expect(replacedWords({ at, from: 'h264_nvenc', to: 'libx264', why: 'The session was lost.' })).toBe(
      'h264_nvenc failed at 14:03 UTC: The session was lost. libx264 took over.',
    )
  })
})
