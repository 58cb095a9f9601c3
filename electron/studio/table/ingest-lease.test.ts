import { expect, test } from 'vitest'
import { IngestLease } from './ingest-lease.ts'

test('an answer holds as long as its lease, and no longer', () => {
  const lease = new IngestLease()
  expect(lease.at(0)).toBeNull()
  const ingest = { instance: 'one', ip: '127.0.0.1', port: 40_000, leaseMs: 5_000 }
  lease.answered(ingest, 1_000)
  expect(lease.at(5_999)).toEqual(ingest)
  expect(lease.at(6_000)).toBeNull()
})
