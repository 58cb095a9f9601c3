import { AV_PIX_FMT_YUV420P, type Frame } from 'node-av'
import { afterEach, expect, it } from 'vitest'
import { PictureScaler } from '../frame/index.ts'
import { seededRandom } from '../frame/seeded-random.ts'
import { type MixSettings, mixSettingsSchema, type Tally, tallySchema } from '../messages/index.ts'
import { returnHoldMs } from './failover.ts'
import { HeldClock } from './held-clock.test-helper.ts'
import { Mixer, MixRefusal } from './index.ts'

const [width, height] = [160, 90]
const corner = { x: 0.7, y: 0.7, width: 0.25, height: 0.25 }
const scene = (id: string, ...sources: string[]) => ({
  id,
  name: id,
  layers: sources.map((source, i) => (i === 0 ? { source } : { source, box: corner })),
})
const settings = (change: object = {}): MixSettings =>
  mixSettingsSchema.parse({
    width,
    height,
    fps: 25,
    scenes: [scene('wide', 'wide'), scene('wheel', 'wheel'), scene('both', 'wide', 'wheel')],
    overlays: [],
    slate: { text: 'Back soon' },
    ...change,
  })
const cut = { kind: 'cut' } as const

/** The grey of each source's pictures, and of the slate beside its words. */
const greys = { wide: 60, wheel: 120, close: 180, spare: 220 } as const
type Source = keyof typeof greys
const sources = ['wide', 'wheel', 'close', 'spare'] as const
const slateGrey = 27

function greyPicture(grey: number, wide = width, high = height): Frame {
  using scaler = new PictureScaler(wide, high, AV_PIX_FMT_YUV420P)
  const frame = scaler.frame()
  frame.data?.forEach((plane, i) => void plane.fill(i === 0 ? grey : 128))
  return frame
}
const pictures = {
  wide: greyPicture(greys.wide),
  wheel: greyPicture(greys.wheel),
  close: greyPicture(greys.close),
  spare: greyPicture(greys.spare),
}

interface Seen {
  readonly at: number
  readonly capturedAt: number
  readonly width: number
  /** It is a source's own picture: others refer to it too. */
  readonly untouched: boolean
  /** Luma near the upper left corner, and in the middle of the picture in the picture. */
  readonly whole: number
  readonly inset: number
}

const cleanup: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of cleanup.splice(0)) await one[Symbol.asyncDispose]()
  // Whatever a test did: nothing was written into a source's picture, and nobody holds one any more.
  for (const source of sources) {
    expect(pictures[source].data?.[0]?.every((luma) => luma === greys[source])).toBe(true)
    expect(pictures[source].isWritable).toBe(true)
  }
})

interface Wishes {
  readonly settings?: MixSettings
  readonly backups?: Record<string, string>
  readonly deliver?: (frame: Frame) => Promise<void>
}

function studio(wishes: Wishes = {}) {
  const clock = new HeldClock()
  const seen: Seen[] = []
  const previews: Seen[] = []
  const tallies: Tally[] = []
  const troubles: string[] = []
  const look = (frame: Frame, capturedAt: number): Seen => {
    const at = (x: number, y: number) =>
      Math.floor(y * frame.height) * (frame.linesize[0] ?? 0) + Math.floor(x * frame.width)
    const luma = (x: number, y: number) => frame.data?.[0]?.[at(x, y)] ?? -1
    const [whole, inset] = [luma(0.05, 0.05), luma(0.825, 0.825)]
    return { at: clock.now(), capturedAt, width: frame.width, untouched: !frame.isWritable, whole, inset }
  }
  const mixer = new Mixer({
    settings: wishes.settings ?? settings(),
    backups: wishes.backups ?? {},
    clock,
    deliver: async ({ frame, capturedAt }) => {
      seen.push(look(frame, capturedAt))
      await wishes.deliver?.(frame)
    },
    deliverPreview: ({ frame, capturedAt }) => void previews.push(look(frame, capturedAt)),
    tally: (tally) => tallies.push(tallySchema.parse(tally)),
    trouble: (why) => troubles.push(why),
  })
  cleanup.push(mixer)
  const bring = async (...brought: Source[]) => {
    for (const source of brought) mixer.offer(source, { frame: pictures[source], capturedAt: clock.utc() - 3 })
    await clock.idle()
  }
  return { mixer, clock, seen, previews, tallies, troubles, bring }
}

it('begins with the slate, at its own pace', async () => {
  const { clock, seen, tallies } = studio()
  await clock.pass(400)
  expect(seen.map(({ at }) => at)).toEqual([0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400])
  expect(seen.every(({ whole }) => whole === slateGrey)).toBe(true)
  expect(tallies).toHaveLength(1)
  expect(tallies[0]).toMatchObject({ program: 'wide', onAir: [], slate: true })
})

it('moves a light on the slate, so that it is not taken for a picture that stands still', async () => {
  const lights = new Set<string>()
  const { clock } = studio({
    deliver: async (frame) => {
      const row = frame.data?.[0]?.subarray(57 * (frame.linesize[0] ?? 0), 57 * (frame.linesize[0] ?? 0) + width)
      lights.add([...(row ?? [])].map((luma, x) => (luma > 150 ? x : '')).join(' '))
    },
  })
  await clock.pass(2_000)
  expect(lights.size).toBeGreaterThan(5)
})

it('makes a picture the moment the source on air brings one, with its capture time', async () => {
  const { clock, seen, bring, mixer } = studio()
  await clock.pass(10)
  for (let i = 0; i < 5; i++) {
    await clock.pass(39)
    await bring('wheel')
    await clock.pass(1)
    await bring('wide')
  }
  const ofWide = seen.filter(({ whole }) => whole === greys.wide)
  expect(ofWide.map(({ at }) => at)).toEqual([50, 90, 130, 170, 210])
  expect(ofWide.every(({ at, capturedAt }) => capturedAt === HeldClock.utcAtZero + at - 3)).toBe(true)
  expect(mixer.statistics.repeated).toBe(0)
})

it('hands a source’s picture on as it is when there is nothing to draw', async () => {
  const overlays = [{ kind: 'text', id: 'phase', text: '{phase}', box: { x: 0.5, y: 0.5, width: 0.4, height: 0.1 } }]
  const { mixer, clock, seen, bring } = studio({ settings: settings({ overlays }) })
  await bring('wide')
  expect(seen.at(-1)).toMatchObject({ untouched: true, whole: greys.wide })
  mixer.values({ phase: 'Last bets' })
  await clock.pass(40)
  await bring('wide')
  expect(seen.at(-1)).toMatchObject({ untouched: false, whole: greys.wide })
})

it('makes the picture itself when the source is late, and counts it', async () => {
  const { mixer, clock, seen, bring } = studio()
  await bring('wide')
  const from = seen.length
  await clock.pass(200)
  expect(seen.slice(from).map(({ at, whole }) => [at, whole])).toEqual([100, 140, 180].map((at) => [at, greys.wide]))
  expect(mixer.statistics.repeated).toBe(3)
  expect(seen.at(-1)?.capturedAt).toBe(HeldClock.utcAtZero + 180)
})

it('cuts on the next picture, and dissolves over its time; the tally follows the pictures', async () => {
  const { mixer, clock, seen, tallies, bring } = studio()
  await bring('wide', 'wheel')
  mixer.take('wheel', cut)
  expect(tallies.at(-1)).toMatchObject({ program: 'wide' })
  await bring('wheel')
  expect(seen.at(-1)?.whole).toBe(greys.wheel)
  expect(tallies.at(-1)).toMatchObject({ program: 'wheel', onAir: ['wheel'], leaving: null })

  mixer.take('wide', { kind: 'dissolve', ms: 400 })
  const during = seen.length
  for (let i = 0; i < 10; i++) {
    await clock.pass(40)
    await bring('wide', 'wheel')
    if (i === 4) expect(tallies.at(-1)).toMatchObject({ program: 'wide', leaving: 'wheel', onAir: ['wheel', 'wide'] })
  }
  const levels = seen.slice(during).map(({ whole }) => whole)
  expect(levels).toEqual([...levels].sort((one, other) => other - one))
  expect(new Set(levels).size).toBeGreaterThan(7)
  expect(levels.at(-1)).toBe(greys.wide)
  expect(tallies.at(-1)).toMatchObject({ program: 'wide', leaving: null, onAir: ['wide'] })
})

it('exchanges program and preview, and refuses what it does not know', async () => {
  const { mixer, tallies, bring } = studio()
  expect(() => mixer.take(undefined, cut)).toThrow(MixRefusal)
  expect(() => mixer.preview('nowhere')).toThrow('There is no scene "nowhere"')
  expect(() => mixer.take('nowhere', cut)).toThrow(MixRefusal)
  mixer.preview('wheel')
  await bring('wide', 'wheel')
  mixer.take(undefined, cut)
  await bring('wheel')
  expect(tallies.at(-1)).toMatchObject({ program: 'wheel', preview: 'wide', onAir: ['wheel'], inPreview: ['wide'] })
})

it('draws a picture into the picture, whatever their sizes', async () => {
  const { mixer, clock, seen, bring } = studio()
  mixer.take('both', cut)
  using large = greyPicture(77, 320, 180)
  mixer.offer('wheel', { frame: large, capturedAt: clock.utc() })
  await bring('wide')
  expect(seen.at(-1)).toMatchObject({ whole: greys.wide, inset: 77, untouched: false })
})

it('shows a picture of another shape whole, between black bars', async () => {
  const { mixer, clock, seen } = studio()
  using tall = greyPicture(77, 120, 90)
  await clock.pass(0)
  mixer.offer('wide', { frame: tall, capturedAt: clock.utc() })
  await clock.idle()
  expect(seen.at(-1)).toMatchObject({ width, whole: 16, inset: 77 })
})

it('replaces a lost source in the very next picture, and takes it back when it has lived for a while', async () => {
  const { mixer, clock, seen, tallies, bring } = studio({ backups: { wide: 'spare', spare: 'close' } })
  await bring('wide', 'spare', 'close')
  mixer.alive('wide', false)
  await clock.pass(60)
  expect(seen.at(-1)?.whole).toBe(greys.spare)
  expect(tallies.at(-1)).toMatchObject({ onAir: ['spare'], standIns: { wide: 'spare' }, slate: false })
  mixer.alive('spare', false)
  await bring('close')
  expect(seen.at(-1)?.whole).toBe(greys.close)

  mixer.alive('wide', true)
  const backAt = clock.now() + returnHoldMs
  for (let i = 0; i < 60; i++) {
    await bring('wide', 'close')
    await clock.pass(40)
  }
  const back = seen.find(({ at, whole }) => whole === greys.wide && at > 0)
  expect(back?.at).toBeGreaterThanOrEqual(backAt)
  expect(back?.at).toBeLessThan(backAt + 100)
  expect(tallies.at(-1)).toMatchObject({ onAir: ['wide'], standIns: {} })
})

it('does not stand still for 200 ms when a source with a living backup stops, though the watch has yet to notice', async () => {
  const { clock, seen, tallies, bring } = studio({ backups: { wide: 'spare' } })
  for (let i = 0; i < 20; i++) {
    await bring('wide', 'spare')
    await clock.pass(40)
  }
  const lastFrameAt = clock.now() - 40
  for (let i = 0; i < 10; i++) {
    await bring('spare')
    await clock.pass(40)
  }
  const change = seen.find(({ whole }) => whole === greys.spare)
  expect(change?.at).toBeGreaterThan(lastFrameAt)
  expect(change?.at).toBeLessThanOrEqual(lastFrameAt + 200)
  expect(tallies.at(-1)).toMatchObject({ onAir: ['spare'], standIns: { wide: 'spare' } })
})

it('shows the slate when nothing lives, never an old picture, and a source at once when it is back', async () => {
  const { mixer, clock, seen, tallies, bring } = studio()
  await bring('wide')
  mixer.alive('wide', false)
  await clock.pass(60)
  expect(seen.at(-1)?.whole).toBe(slateGrey)
  expect(tallies.at(-1)).toMatchObject({ onAir: [], slate: true })
  mixer.alive('wide', true)
  await clock.pass(100)
  expect(seen.at(-1)?.whole).toBe(slateGrey)
  await bring('wide')
  expect(seen.at(-1)?.whole).toBe(greys.wide)
  expect(tallies.at(-1)).toMatchObject({ onAir: ['wide'], slate: false })
})

it('tells no tally of a picture that was not delivered', async () => {
  let fails = true
  const { tallies, troubles, clock, bring } = studio({
    deliver: async () => {
      if (fails) throw new Error('The encoder has gone')
    },
  })
  await bring('wide')
  await clock.pass(100)
  expect(tallies).toEqual([])
  expect(troubles).toEqual(['The encoder has gone'])
  fails = false
  await clock.pass(40)
  expect(tallies).toHaveLength(1)
})

it('lets one picture wait while another is being delivered, and counts those that it passes over', async () => {
  let delivered = Promise.withResolvers<void>()
  delivered.resolve()
  const { mixer, clock, seen, bring } = studio({ deliver: () => delivered.promise })
  await bring('wide')
  delivered = Promise.withResolvers()
  const from = seen.length
  for (let i = 0; i < 4; i++) {
    clock.jump(40)
    mixer.offer('wide', { frame: pictures.wide, capturedAt: clock.utc() })
    await new Promise(setImmediate)
  }
  expect(seen.slice(from)).toHaveLength(1)
  delivered.resolve()
  await clock.idle()
  expect(seen.slice(from).map(({ capturedAt }) => capturedAt - HeldClock.utcAtZero)).toEqual([40, 160])
  expect(mixer.statistics.dropped).toBe(2)
})

it('does not draw into a picture that somebody still holds', async () => {
  const held: Frame[] = []
  const { mixer, clock, bring } = studio({
    deliver: async (frame) => {
      const reference = frame.clone()
      if (reference && held.length < 3) held.push(reference)
      else reference?.free()
    },
  })
  for (let i = 0; i < 10; i++) await clock.pass(40)
  mixer.take('both', cut)
  await bring('wide', 'wheel')
  await clock.pass(400)
  for (const frame of held.splice(0)) {
    expect(frame.data?.[0]?.[5 * width + 8]).toBe(slateGrey)
    frame.free()
  }
})

it('goes on with new scenes and another size, and with what is still on air', async () => {
  const { mixer, clock, seen, tallies, bring } = studio()
  mixer.take('wheel', cut)
  await bring('wide', 'wheel')
  await clock.pass(40)
  mixer.apply(settings({ width: 320, height: 180, scenes: [scene('new', 'close'), scene('wheel', 'wheel')] }), {})
  await bring('wheel')
  expect(seen.at(-1)).toMatchObject({ width: 320, whole: greys.wheel })
  await clock.pass(40)
  mixer.apply(settings({ scenes: [scene('new', 'close')] }), {})
  await bring('close')
  expect(seen.at(-1)).toMatchObject({ width, whole: greys.close })
  expect(tallies.at(-1)).toMatchObject({ program: 'new', onAir: ['close'] })
})

it('goes on without a picture file that cannot be read, and says so once', async () => {
  const box = { x: 0.7, y: 0.7, width: 0.2, height: 0.2 }
  const overlays = [{ kind: 'image', id: 'logo', file: '/nowhere/logo.png', box }]
  const { clock, seen, troubles, bring } = studio({ settings: settings({ overlays }) })
  await bring('wide')
  while (troubles.length === 0) await clock.pass(40)
  await clock.pass(200)
  expect(troubles).toEqual([expect.stringContaining('/nowhere/logo.png cannot be read')])
  expect(seen.at(-1)?.whole).toBe(greys.wide)
})

it('makes pictures of the preview bus while somebody looks, and not at the program’s rate', async () => {
  const { mixer, clock, previews, bring } = studio({ settings: settings({ fps: 50 }) })
  mixer.preview('wheel')
  const second = async () => {
    for (let i = 0; i < 50; i++) {
      await bring('wide', 'wheel')
      await clock.pass(20)
    }
  }
  await second()
  expect(previews).toEqual([])
  mixer.previewWanted = true
  await second()
  expect(previews.length).toBeGreaterThan(10)
  expect(previews.length).toBeLessThanOrEqual(16)
  expect(previews.every(({ whole }) => whole === greys.wheel)).toBe(true)
})

it.each([1, 2, 3, 4, 5, 6])('keeps its promises whatever happens: seed %s', async (seed) => {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const scenes = ['wide', 'wheel', 'both', 'close', 'third'] as const
  const known = [
    scene('wide', 'wide'),
    scene('wheel', 'wheel'),
    scene('both', 'wide', 'wheel'),
    scene('close', 'close'),
    scene('third', 'spare', 'close'),
  ]
  const backups = { wide: 'wheel', wheel: 'wide', close: 'spare' }
  const { mixer, clock, seen, tallies, bring } = studio({ settings: settings({ scenes: known }), backups })
  const greyOf = (source: string | undefined) => sources.find((one) => one === source)
  const checked = { pictures: 0 }

  for (let step = 0; step < 1_200; step++) {
    const chance = random()
    if (chance < 0.7) await bring(pick(sources), pick(sources))
    else if (chance < 0.8) mixer.alive(pick(sources), random() < 0.6)
    else if (chance < 0.87) mixer.take(pick(scenes), random() < 0.5 ? cut : { kind: 'dissolve', ms: 100 })
    else if (chance < 0.92) mixer.preview(pick(scenes))
    else if (chance < 0.94) mixer.apply(settings({ scenes: known, fps: pick([25, 30, 50]) }), backups)
    await clock.pass(Math.floor(random() ** 3 * 120))

    const [picture, tally] = [seen.at(-1), tallies.at(-1)]
    if (!picture || !tally) continue
    // The tally names exactly what is to be seen.
    const visible = new Set<string>()
    for (const luma of [picture.whole, picture.inset]) {
      const source = sources.find((one) => greys[one] === luma)
      if (source) visible.add(source)
    }
    const where = `seed ${seed}, step ${step}`
    expect([...visible].every((source) => tally.onAir.includes(source)) || tally.leaving !== null, where).toBe(true)
    if (tally.leaving === null) {
      expect([...visible].sort(), where).toEqual(tally.onAir)
      expect(picture.whole === slateGrey, where).toBe(tally.slate)
      expect(
        tally.onAir.every((source) => greyOf(source) !== undefined),
        where,
      ).toBe(true)
      checked.pictures++
    }
    expect(known.some(({ id }) => id === tally.program)).toBe(true)
  }
  expect(checked.pictures).toBeGreaterThan(400)
  for (const [i, picture] of seen.entries()) {
    const before = seen[i - 1]
    if (!before) continue
    expect(picture.capturedAt, `picture ${i}`).toBeGreaterThan(before.capturedAt)
    expect(picture.at - before.at, `picture ${i}`).toBeLessThanOrEqual(200)
  }
})
