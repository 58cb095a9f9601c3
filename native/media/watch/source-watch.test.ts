import { describe, expect, it } from 'vitest'
import { seededRandom } from '../frame/seeded-random.ts'
import type { SourceSettings } from '../messages/index.ts'
import type { PictureLook } from './luma.ts'
import { isNews, SourceWatch, type WatchedStatus } from './source-watch.ts'

const moving: PictureLook = { black: false, moved: true, brightness: 100, shifted: 0 }
const still: PictureLook = { ...moving, moved: false }
const black: PictureLook = { black: true, moved: false, brightness: 2, shifted: 0 }

type Settings = Pick<SourceSettings, 'fps' | 'sound' | 'watch'>

/** A watch with its own time; frames come at a steady rate and the status is asked ten times a second. */
function watched(settings: Partial<Settings> = {}) {
  const { fps = 30, sound = false, watch: thresholds = {} } = settings
  const watch = new SourceWatch({ fps, sound, watch: thresholds }, 0)
  let now = 0
  let askedAt = Number.NEGATIVE_INFINITY
  let status = watch.status(0)
  const states: string[] = [status.state]
  /** When each kind of fault was first told, ms. */
  const toldAt = new Map<string, number>()
  const ask = (): WatchedStatus => {
    status = watch.status(now)
    if (states.at(-1) !== status.state) states.push(status.state)
    for (const { kind, level } of status.faults) {
      for (const name of [kind, `${kind} ${level}`]) if (!toldAt.has(name)) toldAt.set(name, now)
    }
    return status
  }
  /** Time passes; at each 100 ms someone asks, after what `then` tells. */
  const pass = (ms: number, stepMs: number, then: (at: number, i: number) => void) => {
    const begun = now
    for (let i = 0; begun + i * stepMs < begun + ms; i++) {
      now = begun + i * stepMs
      then(now, i)
      if (now - askedAt < 100) continue
      askedAt = now
      ask()
    }
    now = begun + ms
    return ask()
  }
  return {
    watch,
    states,
    toldAt,
    pass,
    get now() {
      return now
    },
    kinds: () => status.faults.map(({ kind, level }) => `${kind} ${level}`),
    frames: (ms: number, look: PictureLook, rate = fps) =>
      pass(ms, 1000 / rate, (at) => {
        watch.frame(at, at)
        watch.look(at, look)
      }),
    silence: (ms: number) => pass(ms, 50, () => {}),
  }
}

describe('the state of a source', () => {
  it('connects, is ok with its first frame, and reports its rate', () => {
    const source = watched()
    expect(source.silence(100)).toMatchObject({ state: 'connecting', frameAgeMs: null, why: 'No picture yet' })
    const status = source.frames(2_000, moving)
    expect(source.states).toEqual(['connecting', 'ok'])
    expect(status).toEqual({
      state: 'ok',
      faults: [],
      fps: expect.closeTo(30, 1),
      frameAgeMs: expect.closeTo(1000 / 30, 1),
      dropped: 0,
      repeated: 0,
      driftMs: null,
    })
  })

  it('is lost when nothing came for long after the start, and says what the connection said', () => {
    const source = watched()
    source.watch.trouble('The address refuses a connection')
    expect(source.silence(5_000)).toMatchObject({ state: 'connecting' })
    expect(source.silence(200)).toMatchObject({ state: 'lost', why: 'The address refuses a connection', faults: [] })
    source.watch.connected()
    expect(source.silence(100)).toMatchObject({ state: 'lost', why: 'No picture yet' })
  })

  it('becomes stale, then lost, and is back only when frames have flowed for a while', () => {
    const source = watched()
    source.frames(2_000, moving)
    source.silence(4_000)
    expect(source.frames(400, moving)).toMatchObject({ state: 'stale', why: 'The picture comes back' })
    expect(source.frames(400, moving)).toMatchObject({ state: 'ok', dropped: 0 })
    expect(source.states).toEqual(['connecting', 'ok', 'degraded', 'stale', 'lost', 'stale', 'ok'])
  })

  it('is stale within 600 ms of the last frame, and a slow source is given three frames of time', () => {
    const source = watched()
    source.frames(2_000, moving)
    expect(source.silence(600)).toMatchObject({
      state: 'stale',
      why: expect.stringMatching(/^No new picture for 0\.[56] s$/),
    })
    const slow = watched({ fps: 2 })
    slow.frames(10_000, moving)
    slow.silence(600)
    expect(slow.states).toEqual(['connecting', 'ok'])
  })

  it('does not flicker when a broken source gives single frames', () => {
    const source = watched()
    source.frames(2_000, moving)
    for (let i = 0; i < 5; i++) {
      source.silence(700)
      source.frames(100, moving)
    }
    expect(source.states).toEqual(['connecting', 'ok', 'degraded', 'stale'])
  })

  it('gives the gravest fault as its reason', () => {
    const source = watched()
    source.frames(3_000, moving)
    source.frames(1_000, still, 27)
    expect(source.frames(2_500, still, 27)).toMatchObject({ state: 'degraded', why: 'The picture does not move' })
    expect(source.kinds().slice(0, 2)).toEqual(['frozen alarm', 'slow attention'])
  })
})

describe('a picture', () => {
  it('is black, but not for a flash', () => {
    const source = watched()
    source.frames(2_000, moving)
    source.frames(200, black)
    source.frames(300, moving)
    expect(source.states).toEqual(['connecting', 'ok'])
    const began = source.now
    expect(source.frames(3_000, black)).toMatchObject({ state: 'degraded', why: 'The picture is black' })
    expect(source.kinds()).toEqual(['black alarm'])
    expect(source.toldAt.get('black')).toBeLessThanOrEqual(began + 500)
    expect(source.frames(1_000, moving)).toMatchObject({ state: 'ok' })
  })

  it('is frozen when nothing moves, and one flicker is no movement', () => {
    const source = watched()
    source.frames(1_000, moving)
    expect(source.frames(1_900, still)).toMatchObject({ state: 'ok' })
    source.frames(300, still)
    expect(source.kinds()).toEqual(['frozen alarm'])
    source.frames(33, moving)
    source.frames(1_000, still)
    expect(source.kinds()).toEqual(['frozen alarm'])
    expect(source.frames(300, moving)).toMatchObject({ state: 'ok' })
  })

  it('may stand still where that is said, or for as long as is said', () => {
    const one = watched({ watch: { frozenMs: 0 } })
    one.frames(1_000, moving)
    expect(one.frames(30_000, still)).toMatchObject({ state: 'ok' })
    const other = watched({ watch: { frozenMs: 5_000 } })
    other.frames(1_000, moving)
    expect(other.frames(4_900, still)).toMatchObject({ state: 'ok' })
    expect(other.frames(300, still)).toMatchObject({ state: 'degraded' })
  })

  it('jumps in exposure when the light changes everywhere and stays so, until it is used to it', () => {
    const source = watched()
    const darker = { ...moving, brightness: 70 }
    source.frames(3_000, moving)
    source.frames(34, { ...darker, shifted: -0.95 })
    const began = source.now
    source.frames(600, darker)
    expect(source.kinds()).toEqual(['exposure attention'])
    expect(source.toldAt.get('exposure')).toBeLessThanOrEqual(began + 500)
    expect(source.frames(8_000, darker).why).toBe('The picture became suddenly darker')
    expect(source.frames(2_500, darker)).toMatchObject({ state: 'ok' })
  })

  it('does not jump in exposure for a flash, a hand, or dusk', () => {
    const source = watched()
    source.frames(3_000, moving)
    source.frames(34, { ...moving, brightness: 200, shifted: 1 })
    source.frames(34, { ...moving, shifted: -1 })
    source.frames(1_000, { ...moving, brightness: 150, shifted: 0.4 })
    source.frames(1_000, moving)
    for (let brightness = 100; brightness > 20; brightness -= 0.5) {
      source.frames(100, { ...moving, brightness, shifted: -0.7 })
    }
    expect(source.states).toEqual(['connecting', 'ok'])
  })
})

describe('the rate of a source', () => {
  it('is amber below 95 % and red below 80 %, and the limits back are higher', () => {
    const source = watched()
    source.frames(3_000, moving)
    expect(source.frames(3_000, moving, 29)).toMatchObject({ state: 'ok' })
    source.frames(3_000, moving, 27)
    expect(source.kinds()).toContain('slow attention')
    expect(source.frames(3_000, moving, 22).why).toBe('Only 22 of 30 frames a second')
    expect(source.kinds()).toContain('slow alarm')
    source.frames(3_000, moving, 24.5)
    expect(source.kinds()).toContain('slow alarm')
    source.frames(4_000, moving, 28.7)
    expect(source.kinds()).toContain('slow attention')
    source.frames(4_000, moving, 29.5)
    expect(source.kinds()).not.toContain('slow attention')
  })

  it('is told within 500 ms when it falls to half', () => {
    const source = watched()
    source.frames(3_000, moving)
    const began = source.now
    source.frames(1_500, moving, 15)
    expect(source.toldAt.get('slow')).toBeLessThanOrEqual(began + 500)
  })

  it('is judged by thresholds of its own where there are some', () => {
    const source = watched({ watch: { fpsAttention: 0.5, fpsAlarm: 0.2, droppedAttention: 1, droppedAlarm: 1 } })
    source.frames(3_000, moving)
    expect(source.frames(3_000, moving, 16)).toMatchObject({ state: 'ok' })
    source.frames(3_000, moving, 14)
    expect(source.kinds()).toEqual(['slow attention'])
  })
})

describe('the frames of a source', () => {
  /** Ten seconds of a steady stream without the frames that `comes` leaves out. */
  const without = (comes: (i: number) => boolean) => {
    const source = watched()
    source.frames(5_000, moving)
    source.pass(10_000, 1000 / 30, (at, i) => {
      if (comes(i)) source.watch.frame(at, at)
      source.watch.look(at, moving)
    })
    return source
  }

  it('are missed by the gaps between them: above 1 % amber, above 5 % red', () => {
    expect(without((i) => i % 150 !== 0).kinds()).toEqual([])
    const amber = without((i) => i % 40 !== 0)
    expect(amber.kinds()).toEqual(['dropping attention'])
    expect(amber.watch.status(amber.now)).toMatchObject({
      why: expect.stringMatching(/^2\.[0-9] % of the frames are missing$/),
      dropped: expect.closeTo(0.025, 2),
    })
    expect(without((i) => i % 12 !== 0).kinds()).toContain('dropping alarm')
  })

  it('are forgiven after ten good seconds', () => {
    const source = without((i) => i % 12 !== 0)
    expect(source.frames(13_000, moving)).toMatchObject({ state: 'ok', dropped: 0 })
  })

  it('are damaged, and count as dropped', () => {
    const source = watched()
    source.frames(3_000, moving)
    const began = source.now
    source.pass(400, 1000 / 30, (at) => {
      source.watch.frame(at, at)
      source.watch.damaged(at)
    })
    expect(source.kinds()).toEqual(['damaged attention'])
    expect(source.toldAt.get('damaged')).toBeLessThanOrEqual(began + 500)
    expect(source.watch.status(source.now).dropped).toBeGreaterThan(0.03)
  })

  it('repeat while something moves, and not where everything stands', () => {
    const source = watched({ watch: { frozenMs: 0 } })
    const pass = (look: PictureLook) =>
      source.pass(10_000, 1000 / 30, (at, i) => {
        source.watch.frame(at, at, i % 5 === 4)
        if (i % 3 === 0) source.watch.look(at, look)
      })
    source.frames(1_000, moving)
    expect(pass(still)).toMatchObject({ state: 'ok', repeated: 0 })
    expect(pass(moving)).toMatchObject({ repeated: expect.closeTo(0.2, 1) })
    expect(source.kinds()).toEqual(['repeating alarm'])
    expect(source.watch.status(source.now).why).toMatch(/^(19|20) % of the frames repeat the one before$/)
  })
})

describe('the sound of a source', () => {
  const heard = (settings: Partial<Settings> = {}) => {
    const source = watched({ sound: true, ...settings })
    return {
      ...source,
      source,
      plays: (ms: number, peakDbfs: number | null, driftMs?: number) =>
        source.pass(ms, 1000 / 30, (at, i) => {
          source.watch.frame(at, at)
          source.watch.look(at, moving)
          if (i % 3 === 0 && peakDbfs !== null) source.watch.sound(at, { peakDbfs })
          if (i % 3 === 0 && driftMs !== undefined) source.watch.drift(at, driftMs)
        }),
    }
  }

  it('is silent after 5 s below −60 dBFS, or when none arrives', () => {
    const { plays, kinds } = heard()
    plays(3_000, -30)
    expect(plays(4_900, -70)).toMatchObject({ state: 'ok' })
    expect(plays(500, -70)).toMatchObject({ state: 'degraded', why: 'The sound is silent' })
    plays(1_000, -59)
    expect(kinds()).toEqual(['silent alarm'])
    expect(plays(1_000, -50)).toMatchObject({ state: 'ok' })
    expect(plays(700, null)).toMatchObject({ state: 'degraded', why: 'No sound arrives' })
    expect(plays(300, -30)).toMatchObject({ state: 'ok' })
  })

  it('is not judged where none is expected', () => {
    const { plays } = heard({ sound: false })
    expect(plays(10_000, null)).toMatchObject({ state: 'ok' })
    expect(plays(10_000, 0, 500)).toMatchObject({ state: 'ok', driftMs: 500 })
  })

  it('clips when it stays at full scale, not with a clap', () => {
    const { plays, kinds, source } = heard()
    plays(3_000, -12)
    plays(200, 0)
    plays(2_000, -12)
    expect(source.states).toEqual(['connecting', 'ok'])
    const began = source.now
    plays(700, 0)
    expect(kinds()).toEqual(['clipping alarm'])
    expect(source.toldAt.get('clipping')).toBeLessThanOrEqual(began + 500)
    expect(plays(3_000, -12)).toMatchObject({ state: 'ok' })
  })

  it('drifts from the picture: above 40 ms amber, above 100 ms red', () => {
    const { plays, kinds, source } = heard()
    expect(plays(3_000, -12, 38)).toMatchObject({ state: 'ok', driftMs: 38 })
    const began = source.now
    expect(plays(600, -12, 60)).toMatchObject({ why: 'The sound comes 60 ms late' })
    expect(source.toldAt.get('drift attention')).toBeLessThanOrEqual(began + 500)
    expect(plays(600, -12, -130)).toMatchObject({ why: 'The sound comes 130 ms early' })
    expect(kinds()).toEqual(['drift alarm'])
    expect(plays(2_000, -12, -20)).toMatchObject({ state: 'ok' })
    expect(plays(3_000, -12)).toMatchObject({ driftMs: null })
  })
})

it('cries wolf at no healthy source, whatever its rate and jitter', () => {
  for (const fps of [15, 25, 29.97, 30, 50, 60]) {
    for (let seed = 1; seed <= 3; seed++) {
      const chance = seededRandom(seed)
      const source = watched({ fps, sound: true })
      source.watch.connected()
      let next = 0
      for (let i = 0; i < fps * 30; i++) {
        const jitter = () => (chance() * 2 - 1) * 15
        const [capturedAt, at] = [(i * 1000) / fps + 50 + jitter(), Math.max(next, (i * 1000) / fps + 50 + jitter())]
        next = at
        source.pass(Math.max(0, at - source.now), 20, () => {})
        source.watch.frame(at, capturedAt, i % 400 === 399)
        if (i % Math.ceil(fps / 10) !== 0) continue
        // A wheel turns, light trembles, and now and then someone claps.
        source.watch.look(at, {
          black: false,
          moved: chance() < 0.9,
          brightness: 95 + chance() * 10,
          shifted: chance() - 0.5,
        })
        source.watch.sound(at, { peakDbfs: i % 500 === 0 ? 0 : -50 + chance() * 40 })
        source.watch.drift(at, (chance() * 2 - 1) * 35)
      }
      expect([...source.toldAt.keys()], `${fps} fps, seed ${seed}`).toEqual([])
      expect(source.states, `${fps} fps, seed ${seed}`).toEqual(['connecting', 'ok'])
    }
  }
})

it('holds together whatever is told to it, in constant memory', () => {
  for (let seed = 1; seed <= 25; seed++) {
    const chance = seededRandom(seed)
    const watch = new SourceWatch({ fps: 1 + chance() * 119, sound: chance() < 0.5, watch: {} }, 0)
    let now = 0
    for (let i = 0; i < 500; i++) {
      now += chance() < 0.02 ? chance() * 10_000 : chance() * 40
      const deeds = [
        () => watch.frame(now, now + (chance() - 0.5) * (chance() < 0.05 ? 1e12 : 50), chance() < 0.3),
        () => watch.damaged(now),
        () =>
          watch.look(now, {
            black: chance() < 0.5,
            moved: chance() < 0.5,
            brightness: chance() * 255,
            shifted: chance(),
          }),
        () => watch.sound(now, { peakDbfs: -90 * chance() }),
        () => watch.drift(now, (chance() - 0.5) * 1e4),
        () => (chance() < 0.5 ? watch.connected() : watch.trouble('broken')),
      ]
      deeds[Math.floor(chance() * deeds.length)]?.()
      const { state, why, fps, dropped, repeated, faults } = watch.status(now)
      expect(why !== undefined, `seed ${seed}`).toBe(state !== 'ok')
      expect(faults.length > 0, `seed ${seed}`).toBe(state === 'degraded')
      expect(Number.isFinite(fps) && fps >= 0, `seed ${seed}`).toBe(true)
      for (const part of [dropped, repeated]) expect(part >= 0 && part <= 1, `seed ${seed}`).toBe(true)
    }
  }
})

it('knows news from mere numbers', () => {
  const well: WatchedStatus = {
    state: 'ok',
    faults: [],
    fps: 30,
    frameAgeMs: 3,
    dropped: 0,
    repeated: 0,
    driftMs: null,
  }
  const slow: WatchedStatus = { ...well, state: 'degraded', faults: [{ kind: 'slow', level: 'attention', text: 'a' }] }
  expect(isNews(well, { ...well, fps: 29, frameAgeMs: 33 })).toBe(false)
  expect(isNews(well, slow)).toBe(true)
  expect(isNews(slow, { ...slow, faults: [{ kind: 'slow', level: 'attention', text: 'b' }] })).toBe(false)
  expect(isNews(slow, { ...slow, faults: [{ kind: 'slow', level: 'alarm', text: 'a' }] })).toBe(true)
})
