/** A wheel of another make, in one file: it says `B` when a spin begins and `N17` when it ends, and starts on `S`. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Frame, FrameDecoder } from './codec.ts'
import { Lines } from './lines.ts'
import type { ProtocolFacts } from './protocol-facts.ts'
import type { WheelEvent } from './wheel-event.ts'
import type { WheelProtocol } from './wheel-protocol.ts'
import { WheelSensor } from './wheel-sensor.ts'

const source = 'made up for this test'
const facts: ProtocolFacts = {
  device: 'another wheel',
  line: { value: { baud: 19_200, dataBits: 8, parity: 'none', stopBits: 1 }, mark: 'unverified', source },
  framing: { value: 'a letter and a pocket, ended by LF', mark: 'unverified', source },
  frameBytesMax: { value: 8, mark: 'own_choice', source },
  silenceMsMax: { value: 50, mark: 'own_choice', source },
}

type Said = Frame & { readonly pocket?: number }

class Decoder implements FrameDecoder<Said> {
  readonly #lines = new Lines(facts.frameBytesMax.value)

  push(bytes: Uint8Array): Said[] {
    return this.#lines.push(bytes).map(({ raw }) => {
      if (raw === 'B') return { type: 'begun', raw }
      return /^N\d\d$/.test(raw)
        ? { type: 'ended', pocket: Number(raw.slice(1)), raw }
        : { type: 'corrupt', reason: 'unknown', raw }
    })
  }

  end(): Said[] {
    return this.#lines.end().map(({ raw }) => ({ type: 'corrupt', reason: 'unfinished', raw }))
  }
}

const anotherWheel: WheelProtocol = {
  facts,
  decoder: () => new Decoder(),
  encode: ({ type }) => (type === 'start' ? 'S\n' : undefined),
  witness() {
    const decoder = new Decoder()
    let underway = false
    return {
      receive: (bytes, at) =>
        decoder.push(bytes).map(({ type, pocket, raw }): WheelEvent => {
          const whole = underway && pocket !== undefined
          underway = type === 'begun'
          if (underway) return { type: 'place_bets', at }
          return whole ? { type: 'winning_number', at, pocket, raw: [raw] } : { type: 'corrupt', at, raw }
        }),
      lost: (at) => (underway ? [{ type: 'spin_lost', at, why: 'interrupted', raw: [] }] : []),
    }
  },
}

test('a wheel that one file describes has its events, its commands, and its own silence', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  const events: string[] = []
  const silent = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  await using sensor = WheelSensor.open(
    { port: { kind: 'tcp', host: '127.0.0.1', port: address.port }, protocol: anotherWheel },
    (event) => {
      events.push(event.type === 'winning_number' ? String(event.pocket) : event.type)
      if (event.type === 'silence') silent.resolve()
      if (event.type === 'winning_number') ended.resolve()
    },
  )
  const [wheel] = (await once(server, 'connection')) as [Socket]
  server.close()
  await silent.promise
  wheel.write('?\nB\nN17\n')
  await ended.promise
  expect(events.filter((event) => event !== 'port')).toEqual(['silence', 'corrupt', 'place_bets', '17'])

  expect(sensor.command({ type: 'restart' })).toBe(false)
  expect(sensor.command({ type: 'start' })).toBe(true)
  const [bytes] = (await once(wheel, 'data')) as [Buffer]
  expect(bytes.toString()).toBe('S\n')
  wheel.destroy()
})
