import { setImmediate as turn } from 'node:timers/promises'
import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EncodedPicture, PictureScaler } from '../frame/index.ts'
import type { EncoderCapability, LadderSettings } from '../messages/index.ts'
import { failedEncoderRestMs } from './encoder-choice.ts'
import { FakeDriver } from './fake-driver.ts'
import { keyFrameMsMax } from './key-frame-schedule.ts'
import { Ladder } from './ladder.ts'

const pictureMs = 1000 / 30
// All of the program's size: scaling has threads of its own, and time here goes on by the test's hand alone.
const rungs = [64_000, 32_000, 16_000].map((bitrate) => ({ width: 64, height: 64, fps: 30, bitrate }))
const settings: LadderSettings = { codec: 'h264', encoder: 'auto', rungs, playoutDelay: { minMs: 0, maxMs: 0 } }

function usable(name: string): EncoderCapability {
  return { name, family: '', codec: 'h264', usable: true, fps: 1_000, sessionsMax: 4 }
}

interface Delivered extends EncodedPicture {
  readonly rung: number
  readonly name: string
  readonly width: number
  readonly bitrate: number
}

/** A ladder with a program of 30 pictures a second, its time in the test's hands. */
class OnAir implements AsyncDisposable {
  readonly driver: FakeDriver
  readonly ladder: Ladder
  readonly delivered: Delivered[] = []
  readonly replaced: (readonly [from: string, to: string, why: string])[] = []
  capabilities: EncoderCapability[] = ['h264_nvenc', 'h264_qsv'].map(usable)
  readonly #frame: Frame
  #pictures = 0

  constructor(options: { settings?: LadderSettings; driver?: FakeDriver; capabilities?: EncoderCapability[] } = {}) {
    this.driver = options.driver ?? new FakeDriver()
    if (options.capabilities) this.capabilities = options.capabilities
    using scaler = new PictureScaler(64, 64, AV_PIX_FMT_YUV420P)
    this.#frame = scaler.frame()
    this.ladder = new Ladder({
      settings: options.settings ?? settings,
      capabilities: () => this.capabilities,
      deliver: (rung, picture) => {
        const [name, width, bitrate] = JSON.parse(picture.data.toString())
        this.delivered.push({ ...picture, rung, name, width, bitrate })
      },
      replaced: (...args) => this.replaced.push(args),
      open: this.driver.open,
    })
  }

  /** Shows some pictures, each in its time. @returns what was delivered of them */
  async show(pictures: number): Promise<Delivered[]> {
    const before = this.delivered.length
    for (let i = 0; i < pictures; i++) {
      await this.#pass(pictureMs)
      const encoding = this.ladder.encode({ frame: this.#frame, capturedAt: this.#pictures++ * pictureMs })
      await this.#until(encoding)
    }
    return this.delivered.slice(before)
  }

  async #pass(ms: number): Promise<void> {
    vi.advanceTimersByTime(ms)
    // Openings that failed one after the other take some turns.
    for (let i = 0; i < 10; i++) await turn()
  }

  /** Time goes on only where an encoder hangs. */
  async #until(work: Promise<void>): Promise<void> {
    let over = false
    const end = work.finally(() => {
      over = true
    })
    const hanging = this.driver.hanging.length
    while (!over) {
      await turn()
      if (this.driver.hanging.length > hanging) vi.advanceTimersByTime(10)
    }
    await end
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.ladder[Symbol.asyncDispose]()
    let over = false
    void closed.finally(() => {
      over = true
    })
    while (!over) await this.#pass(10)
    await closed
    this.#frame.free()
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('on air', () => {
  it('delivers every picture on every rung, the smallest first, and begins with key frames', async () => {
    await using air = new OnAir()
    const delivered = await air.show(3)
    expect(delivered.map(({ rung, bitrate, key }) => [rung, bitrate, key])).toEqual(
      [true, false, false].flatMap((key) => [
        [2, 16_000, key],
        [1, 32_000, key],
        [0, 64_000, key],
      ]),
    )
    expect(new Set(delivered.map(({ name }) => name))).toEqual(new Set(['h264_nvenc']))
    expect(air.replaced).toEqual([])
  })

  it('makes key frames on all rungs when one viewer asks, and every two seconds', async () => {
    await using air = new OnAir()
    await air.show(10)
    air.ladder.requestKeyFrame()
    expect((await air.show(1)).map(({ key }) => key)).toEqual([true, true, true])
    const later = await air.show(Math.ceil(keyFrameMsMax / pictureMs) + 1)
    expect(later.filter(({ key }) => key)).toHaveLength(3)
  })

  it('gives a slower rung every second picture, but none of its key frames without the others', async () => {
    const slow = rungs.map((rung, i) => (i === 2 ? { ...rung, fps: 15 } : rung))
    await using air = new OnAir({ settings: { ...settings, rungs: slow } })
    await air.show(5)
    const halved = (await air.show(20)).filter(({ rung }) => rung === 2)
    expect(halved).toHaveLength(10)
    for (let i = 0; i < 4; i++) {
      air.ladder.requestKeyFrame()
      const keys = (await air.show(17)).filter(({ key }) => key)
      expect(keys.map(({ rung }) => rung)).toEqual([2, 1, 0])
    }
  })

  it('frees every session when it is closed', async () => {
    const air = new OnAir()
    await air.show(2)
    expect(air.driver.sessions).toHaveLength(3)
    await air[Symbol.asyncDispose]()
    expect(air.driver.sessions).toEqual([])
  })
})

describe('an encoder that fails', () => {
  it('at its opening is passed over', async () => {
    const driver = new FakeDriver()
    driver.deed = (name) => (name === 'h264_nvenc' ? 'fails' : 'works')
    await using air = new OnAir({ driver })
    const [first] = await air.show(1)
    expect(first).toMatchObject({ name: 'h264_qsv', key: true })
    expect(air.replaced).toEqual([['h264_nvenc', 'h264_qsv', 'h264_nvenc is out of order']])
  })

  it('at a picture is replaced before the next, which is a key frame on all rungs', async () => {
    const driver = new FakeDriver()
    driver.deed = (name, picture) => (name === 'h264_nvenc' && picture === 5 ? 'fails' : 'works')
    await using air = new OnAir({ driver })
    await air.show(5)
    expect(await air.show(1)).toEqual([])
    const next = await air.show(1)
    expect(next.map(({ name, key }) => [name, key])).toEqual(Array(3).fill(['h264_qsv', true]))
    // Three rungs lost it: one alarm, and no session left behind.
    expect(air.replaced).toEqual([['h264_nvenc', 'h264_qsv', 'h264_nvenc is out of order']])
    expect(driver.sessions).toEqual(Array(3).fill('h264_qsv'))
    expect(air.ladder.statistics.map(({ dropped }) => dropped)).toEqual([1, 1, 1])
  })

  it('on one rung leaves the others theirs', async () => {
    const driver = new FakeDriver()
    let failures = 1
    driver.deed = (name, picture) => (name === 'h264_nvenc' && picture === 5 && failures-- > 0 ? 'fails' : 'works')
    await using air = new OnAir({ driver })
    await air.show(6)
    const next = await air.show(1)
    expect(next.map(({ name, key }) => [name, key])).toEqual([
      ['h264_nvenc', true],
      ['h264_nvenc', true],
      ['h264_qsv', true],
    ])
  })

  it('by not answering is replaced within a second; its session is freed when it comes back', async () => {
    const driver = new FakeDriver()
    driver.deed = (name, picture) => (name === 'h264_nvenc' && picture === 5 ? 'hangs' : 'works')
    await using air = new OnAir({ driver })
    await air.show(5)
    const startedAt = performance.now()
    await air.show(1)
    const next = await air.show(1)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(next.map(({ name, key }) => [name, key])).toEqual(Array(3).fill(['h264_qsv', true]))
    expect(air.replaced).toEqual([['h264_nvenc', 'h264_qsv', 'It did not answer within 500 ms']])
    expect(driver.sessions.filter((name) => name === 'h264_nvenc')).toHaveLength(3)
    const before = air.delivered.length
    for (const letGo of driver.hanging.splice(0)) letGo()
    await air.show(0)
    for (let i = 0; i < 3; i++) await turn()
    expect(driver.sessions).toEqual(Array(3).fill('h264_qsv'))
    expect(air.delivered).toHaveLength(before)
  })

  it('by hanging at its opening, on air, costs less than a second too', async () => {
    const driver = new FakeDriver()
    driver.deed = (name, picture) => {
      if (name === 'h264_nvenc' && picture === 5) return 'fails'
      return name === 'h264_qsv' && picture < 0 ? 'hangs' : 'works'
    }
    await using air = new OnAir({ driver })
    await air.show(5)
    const missing = await air.show(15)
    expect(missing[0]).toMatchObject({ name: 'libx264', key: true })
    // The picture that failed, and those of the 400 ms that the next one's opening got.
    expect(missing.length).toBeGreaterThanOrEqual(3)
    expect(air.ladder.statistics[0]?.dropped).toBeLessThan(15)
    expect(air.replaced).toEqual([['h264_nvenc', 'libx264', 'h264_nvenc is out of order']])
    // What opens in the end is closed unused.
    for (const letGo of driver.hanging.splice(0)) letGo()
    for (let i = 0; i < 3; i++) await turn()
    expect(driver.sessions).toEqual(Array(3).fill('libx264'))
  })

  it('rests, and is used again when it is asked for after that', async () => {
    const driver = new FakeDriver()
    let broken = true
    driver.deed = (name, picture) => (broken && name === 'h264_nvenc' && picture === 2 ? 'fails' : 'works')
    await using air = new OnAir({ driver, capabilities: [usable('h264_nvenc')] })
    await air.show(5)
    broken = false
    air.ladder.apply(settings)
    expect((await air.show(2)).at(-1)).toMatchObject({ name: 'libx264', key: false })
    vi.advanceTimersByTime(failedEncoderRestMs)
    air.ladder.apply(settings)
    expect((await air.show(2)).at(-1)?.name).toBe('h264_nvenc')
    expect(driver.sessions).toEqual(Array(3).fill('h264_nvenc'))
  })

  it('is tried for ever when it is the last: software comes back', async () => {
    const driver = new FakeDriver()
    let broken = true
    driver.deed = () => (broken ? 'fails' : 'works')
    await using air = new OnAir({ driver })
    expect(await air.show(300)).toEqual([])
    const tries = driver.opened.filter(({ name }) => name === 'libx264').length
    // Four times a second on each rung, for ten seconds; the others once each, as they rest.
    expect(tries).toBeGreaterThan(90)
    expect(tries).toBeLessThan(130)
    expect(driver.opened.filter(({ name }) => name === 'h264_nvenc').length).toBeLessThanOrEqual(3)
    broken = false
    expect((await air.show(30)).length).toBeGreaterThan(60)
  })
})

describe('new settings', () => {
  it('change a bitrate in the running encoder', async () => {
    await using air = new OnAir()
    await air.show(2)
    air.ladder.apply({ ...settings, rungs: rungs.map((rung) => ({ ...rung, bitrate: 500_000 })) })
    const next = await air.show(1)
    expect(next.map(({ bitrate, key }) => [bitrate, key])).toEqual(Array(3).fill([500_000, false]))
    expect(air.driver.opened).toHaveLength(3)
  })

  it('open a new encoder for a bitrate that the running one cannot follow, without missing a picture', async () => {
    await using air = new OnAir()
    air.driver.followsBitrate = false
    await air.show(2)
    air.ladder.apply({ ...settings, rungs: rungs.map((rung, i) => (i === 1 ? { ...rung, bitrate: 500_000 } : rung)) })
    const next = await air.show(1)
    expect(next.map(({ bitrate, key }) => [bitrate, key])).toEqual([
      [16_000, true],
      [500_000, true],
      [64_000, true],
    ])
    expect(air.driver.opened).toHaveLength(4)
    expect(air.driver.sessions).toHaveLength(3)
  })

  it('change sizes, add rungs and take them away', async () => {
    await using air = new OnAir()
    await air.show(2)
    const [first, second] = rungs
    if (!first || !second) throw new Error('no rungs')
    air.ladder.apply({ ...settings, rungs: [first, { ...second, width: 48, height: 48 }] })
    expect((await air.show(1)).map(({ rung, width }) => [rung, width])).toEqual([
      [1, 48],
      [0, 64],
    ])
    expect(air.driver.sessions).toHaveLength(2)
    air.ladder.apply(settings)
    expect((await air.show(2)).slice(-3).map(({ width }) => width)).toEqual([64, 64, 64])
    expect(air.driver.opened).toHaveLength(6)
  })

  it('take what the probe found when it is told', async () => {
    await using air = new OnAir({ capabilities: [] })
    expect((await air.show(1))[0]?.name).toBe('libx264')
    air.capabilities = [usable('h264_qsv')]
    air.ladder.apply(settings)
    expect((await air.show(2)).at(-1)?.name).toBe('h264_qsv')
    expect(air.replaced).toEqual([])
  })

  it('say it, once, when the encoder that they name does not work here', async () => {
    const broken = { ...usable('h264_nvenc'), usable: false, why: 'Cannot load libcuda.so.1' }
    const named = { ...settings, encoder: 'h264_nvenc' }
    await using air = new OnAir({ settings: named, capabilities: [broken] })
    expect((await air.show(1))[0]?.name).toBe('libx264')
    air.ladder.apply({ ...named })
    expect(air.replaced).toEqual([['h264_nvenc', 'libx264', 'Cannot load libcuda.so.1']])
  })
})

/** Repeatable chance (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])('keeps its promises whatever encoders do (seed %i)', async (seed) => {
  const random = chance(seed)
  const driver = new FakeDriver()
  driver.deed = (name) => {
    const luck = random()
    if (luck < 0.003 && name !== 'libx264') return 'hangs'
    return luck < (name === 'libx264' ? 0.02 : 0.05) ? 'fails' : 'works'
  }
  const air = new OnAir({ driver })
  for (let i = 0; i < 40; i++) {
    if (random() < 0.3) air.ladder.requestKeyFrame()
    if (random() < 0.1) air.ladder.apply({ ...settings, rungs: rungs.slice(0, 1 + Math.floor(random() * 3)) })
    if (random() < 0.1) vi.advanceTimersByTime(failedEncoderRestMs)
    await air.show(10)
    if (random() < 0.3) for (const letGo of driver.hanging.splice(0)) letGo()
  }
  driver.deed = () => 'works'
  air.ladder.apply(settings)
  const last = (await air.show(20)).slice(-3)
  expect(last.map(({ rung }) => rung)).toEqual([2, 1, 0])

  // No picture twice on a rung, and each rung in order.
  for (const rung of [0, 1, 2]) {
    const times = air.delivered.filter((each) => each.rung === rung).map(({ capturedAt }) => capturedAt)
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  }
  // Key frames on all rungs that have that picture, or on none.
  for (const pictures of Map.groupBy(air.delivered, ({ capturedAt }) => capturedAt).values()) {
    expect(new Set(pictures.map(({ key }) => key)).size).toBe(1)
  }
  // With another encoder, and after a picture that is missing, comes a key frame.
  for (const rung of [0, 1, 2]) {
    const pictures = air.delivered.filter((each) => each.rung === rung)
    pictures.forEach((picture, i) => {
      const before = pictures[i - 1]
      const follows = before?.name === picture.name && picture.capturedAt - before.capturedAt < 1.5 * pictureMs
      if (!follows) expect(picture.key).toBe(true)
    })
  }
  await air[Symbol.asyncDispose]()
  for (const letGo of driver.hanging.splice(0)) letGo()
  for (let i = 0; i < 5; i++) await turn()
  expect(driver.sessions).toEqual([])
})
