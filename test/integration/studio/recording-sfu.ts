import { isDeepStrictEqual } from 'node:util'
import { implement } from '@orpc/server'
import { type IngestWish, sfuContract } from '../../../backend/contract/index.ts'
import { RecordingService } from './recording-service.ts'

const srtpKey = Buffer.alloc(28, 7).toString('base64')

/** An SFU that takes every wish, and has another ingest for every new one. */
export class RecordingSfu extends RecordingService {
  /** Each other than the one before. */
  readonly wishes: IngestWish[] = []
  #restarts = 0

  /** As after a restart: what it had is gone, and the next answer names another ingest. */
  forget(): void {
    this.#restarts++
  }

  protected router() {
    const os = implement(sfuContract)
    return {
      ingest: os.ingest.handler(({ input }) => {
        if (!isDeepStrictEqual(input, this.wishes.at(-1))) this.wishes.push(input)
        const instance = `ingest-${this.wishes.length}-${this.#restarts}`
        return { instance, ip: '127.0.0.1', port: 40_000, leaseMs: 5_000, srtpKey }
      }),
      status: os.status.handler(() => ({ instance: 'one', tables: [] })),
    }
  }
}
