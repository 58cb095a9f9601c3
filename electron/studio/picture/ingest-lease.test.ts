import { expect, test } from 'vitest'
import { tableIdSchema } from '../../../backend/contract/index.ts'
import { ladderSettingsSchema } from '../../../native/media/index.ts'
import { IngestLease } from './ingest-lease.ts'
import { newSrtpKey, programWish } from './program-wish.ts'

test('an answer holds as long as its lease, and no longer', () => {
  const lease = new IngestLease()
  expect(lease.at(0)).toBeNull()
  const ladder = ladderSettingsSchema.parse({ rungs: [{ width: 640, height: 360, bitrate: 500_000 }] })
  const wish = programWish(tableIdSchema.parse('roulette-1'), { ladder, sound: null }, newSrtpKey())
  const ingest = { instance: 'one', ip: '127.0.0.1', port: 40_000, leaseMs: 5_000, srtpKey: newSrtpKey() }
  lease.answered({ wish, ingest }, 1_000)
  expect(lease.at(5_999)).toEqual({ wish, ingest })
  expect(lease.at(6_000)).toBeNull()
})
