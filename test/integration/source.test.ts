/** Sources against real peers and bad input. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePortBlock } from '../house/ports.ts'
import { kinds, Peer } from './source/peers.ts'
import { SourceHost } from './source/source-host.ts'

/** Each peer is pulled away and brought back this often. */
const pullsPerKind = 20
/** Room for the allocator's own habits, bytes. */
const memoryGrowthMax = 64 << 20
const closeMsMax = 2_000

let opened: AsyncDisposableStack
let host: SourceHost
beforeEach(() => {
  opened = new AsyncDisposableStack()
  host = opened.use(new SourceHost())
})
afterEach(() => opened.disposeAsync())

describe('real peers', () => {
  test('may be pulled away and brought back: the picture returns each time, and nothing is left behind', async () => {
    const all = kinds(await freePortBlock())
    const peers = new Map(all.map((kind) => [kind.name, opened.use(new Peer(kind))]))
    const backMs = new Map<string, number[]>()

    const session = async (name: string, address: object, pulls: number) => {
      const peer = peers.get(name)
      if (!peer) throw new Error(name)
      host.open(name, address, { sound: true })
      const times: number[] = []
      for (let i = 0; i < pulls; i++) {
        const broughtBackAt = performance.now()
        const picture = host.next('frame', ({ id }) => id === name)
        peer.bringBack()
        await picture
        times.push(performance.now() - broughtBackAt)
        const trouble = host.next('trouble', ({ id }) => id === name)
        await peer.pullAway()
        await trouble
      }
      backMs.set(name, times)
      expect((await host.close(name)).tookMs, name).toBeLessThan(closeMsMax)
    }
    // Libraries keep some handles and memory from their first use on.
    await Promise.all(all.map(({ name, address }) => session(name, address, 2)))
    const before = await host.measure()
    await Promise.all(all.map(({ name, address }) => session(name, address, pullsPerKind)))
    const after = await host.measure()

    for (const [name, times] of backMs) {
      const sorted = times.toSorted((a, b) => a - b).map(Math.round)
      console.log(`${name}: picture ${sorted[sorted.length >> 1]} ms (at most ${sorted.at(-1)}) after its peer’s start`)
    }
    console.log(`memory grew by ${Math.round((after.memoryBytes - before.memoryBytes) / 2 ** 20)} MiB`)
    expect(after.handles).toBe(before.handles)
    expect(after.memoryBytes - before.memoryBytes).toBeLessThan(memoryGrowthMax)
  }, 240_000)
})
