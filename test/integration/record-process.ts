/** A process that records until it is killed: `<MPEG-TS file> <folder>`; tells its parent of every picture it gave. */
import { setImmediate as turn } from 'node:timers/promises'
import { Recorder } from '../../native/media/record/index.ts'
import { sourcePackets } from './source-packets.ts'

const [file = '', folder = ''] = process.argv.slice(2)
const roomy = async () => 100e9
await using recorder = await Recorder.open(folder, { feeds: ['wide'], segmentMs: 3_000, retentionHours: 1 }, roomy)
const packets = await sourcePackets(file, 0)
recorder.streams('wide', [...new Set(packets.map(({ stream }) => stream))])
const loopMs = 8_000
for (let startAt = Date.now(); ; startAt += loopMs) {
  for (const packet of packets) {
    const { capturedAt, decodeAt } = packet
    recorder.packet('wide', { ...packet, capturedAt: capturedAt + startAt, decodeAt: decodeAt + startAt })
    process.send?.('packet')
    await turn()
  }
}
