import { implement } from '@orpc/server'
import { sfuContract } from '../contract/index.ts'
import type { Sfu } from './sfu.ts'

const sfu = implement(sfuContract)

/** The SFU's contract, answered by one SFU. */
export function sfuRouter(room: Sfu) {
  return sfu.router({
    ingest: sfu.ingest.handler(({ input }) => room.ingest(input)),
    join: sfu.join.handler(({ input }) => room.join(input.tableId)),
    connect: sfu.connect.handler(async ({ input }) => {
      await room.connect(input.viewerId, input.dtlsParameters)
      return {}
    }),
    consume: sfu.consume.handler(async ({ input }) => ({
      consumers: await room.consume(input.viewerId, input.rtpCapabilities),
    })),
    resume: sfu.resume.handler(async ({ input }) => {
      await room.resume(input.viewerId)
      return {}
    }),
    prefer: sfu.prefer.handler(async ({ input }) => {
      await room.prefer(input.viewerId, input.rung)
      return {}
    }),
    leave: sfu.leave.handler(({ input }) => {
      room.leave(input.viewerId)
      return {}
    }),
    status: sfu.status.handler(() => room.status()),
  })
}
