import { expect, test } from 'vitest'
import { ingestWishSchema, tableIdSchema } from '../../../backend/contract/index.ts'
import { ladderSettingsSchema, mediaTargetSchema, soundSettingsSchema } from '../../../native/media/index.ts'
import { newSrtpKey, programWish, targetOf } from './program-wish.ts'

const tableId = tableIdSchema.parse('roulette-1')
const rung = (height: number) => ({ width: (height * 16) / 9, height, bitrate: 500_000 })
const ladder = (codec: string, heights: number[]) => ladderSettingsSchema.parse({ codec, rungs: heights.map(rung) })
const sound = soundSettingsSchema.parse({ source: 'wide' })

test('a rung and the sound keep their SSRC whatever else changes, and no two are alike', () => {
  const three = programWish(tableId, { ladder: ladder('h264', [720, 360, 180]), sound }, newSrtpKey())
  const two = programWish(tableId, { ladder: ladder('av1', [720, 360]), sound: null }, newSrtpKey())
  expect(two.video.ssrcs).toEqual(three.video.ssrcs.slice(0, 2))
  expect(two.video.payloadType).not.toBe(three.video.payloadType)
  expect(two.audio).toBeNull()
  const all = [...three.video.ssrcs, three.audio?.ssrc]
  expect(new Set(all).size).toBe(4)
  const other = programWish(tableIdSchema.parse('roulette-2'), { ladder: ladder('h264', [720]), sound }, newSrtpKey())
  expect(all).not.toContain(other.video.ssrcs[0])
  expect(ingestWishSchema.parse(three)).toEqual(three)
})

test('the target has the wish’s streams, the SFU’s address and a key for each way', () => {
  const wish = programWish(tableId, { ladder: ladder('h264', [720]), sound }, newSrtpKey())
  const ingest = { instance: 'one', ip: '127.0.0.1', port: 40_000, leaseMs: 5_000, srtpKey: newSrtpKey() }
  const target = targetOf(wish, ingest)
  expect(mediaTargetSchema.parse(target)).toEqual(target)
  expect(target.srtp).toEqual({ sendKey: wish.srtpKey, receiveKey: ingest.srtpKey })
})
