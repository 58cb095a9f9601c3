import { describe, expect, it } from 'vitest'
import type { PictureLook } from './luma.ts'
import { type SourceStatus, SourceWatch } from './source-watch.ts'

const moving: PictureLook = { black: false, moved: true }
const still: PictureLook = { black: false, moved: false }
const black: PictureLook = { black: true, moved: false }

/** A watch with its own time; frames come at a steady rate. */
function watched(fps = 30) {
  const watch = new SourceWatch(fps, 0)
  let now = 0
  const states: string[] = []
  const look = (): SourceStatus => {
    const status = watch.status(now)
    if (states.at(-1) !== status.state) states.push(status.state)
    return status
  }
  look()
  return {
    watch,
    states,
    look,
    frames(ms: number, picture: PictureLook, rate = fps) {
      for (const end = now + ms; now < end; now += 1000 / rate) {
        watch.frame(now)
        watch.look(now, picture)
        look()
      }
      return look()
    },
    silence(ms: number) {
      for (const end = now + ms; now < end; now += 50) look()
      return look()
    },
  }
}

describe('a source', () => {
  it('connects, is ok with its first frame, and reports its rate', () => {
    const source = watched()
    expect(source.look()).toMatchObject({ state: 'connecting', frameAgeMs: null, why: 'No picture yet' })
    source.frames(2_000, moving)
    expect(source.states).toEqual(['connecting', 'ok'])
    expect(source.look().fps).toBeCloseTo(30, -1)
    expect(source.look().why).toBeUndefined()
  })

  it('is lost when nothing came for long after the start, and says what the connection said', () => {
    const source = watched()
    source.watch.trouble('The camera cannot be read: Connection refused')
    expect(source.silence(5_000)).toMatchObject({ state: 'connecting' })
    expect(source.silence(200)).toEqual({
      state: 'lost',
      why: 'The camera cannot be read: Connection refused',
      fps: 0,
      frameAgeMs: null,
      black: false,
      frozen: false,
    })
  })

  it('becomes stale, then lost, and is back only when frames have flowed for a while', () => {
    const source = watched()
    source.frames(2_000, moving)
    source.silence(4_000)
    source.frames(400, moving)
    expect(source.look()).toMatchObject({ state: 'stale', why: 'The picture comes back' })
    source.frames(400, moving)
    expect(source.states).toEqual(['connecting', 'ok', 'stale', 'lost', 'stale', 'ok'])
  })

  it('does not flicker when a broken source gives single frames', () => {
    const source = watched()
    source.frames(2_000, moving)
    for (let i = 0; i < 5; i++) {
      source.silence(700)
      source.frames(100, moving)
    }
    expect(source.states).toEqual(['connecting', 'ok', 'stale'])
  })

  it('is degraded while black, not for a flash of it', () => {
    const source = watched()
    source.frames(2_000, moving)
    source.frames(300, black)
    source.frames(300, moving)
    expect(source.states).toEqual(['connecting', 'ok'])
    expect(source.frames(3_000, black)).toMatchObject({ state: 'degraded', black: true, frozen: false })
    expect(source.look().why).toBe('The picture is black')
    expect(source.frames(1_000, moving)).toMatchObject({ state: 'ok', black: false })
  })

  it('is degraded while nothing moves, and a single flicker does not count as movement', () => {
    const source = watched()
    source.frames(1_000, moving)
    expect(source.frames(1_900, still)).toMatchObject({ state: 'ok' })
    expect(source.frames(200, still)).toMatchObject({ state: 'degraded', frozen: true })
    source.frames(33, moving)
    expect(source.frames(1_000, still)).toMatchObject({ state: 'degraded', frozen: true })
    expect(source.frames(300, moving)).toMatchObject({ state: 'ok', frozen: false })
  })

  it('is degraded at too low a rate, and the limit back is higher', () => {
    const source = watched()
    source.frames(3_000, moving)
    source.frames(1_000, moving, 15)
    expect(source.states).toEqual(['connecting', 'ok'])
    expect(source.frames(1_500, moving, 15)).toMatchObject({ state: 'degraded' })
    expect(source.look().why).toMatch(/^Only 1\d of 30 frames a second$/)
    expect(source.frames(2_000, moving, 24)).toMatchObject({ state: 'degraded' })
    expect(source.frames(2_000, moving, 28)).toMatchObject({ state: 'ok' })
    expect(source.frames(2_000, moving, 24)).toMatchObject({ state: 'ok' })
  })

  it('keeps no more frames than it needs, whatever comes', () => {
    const source = watched()
    expect(source.frames(1_000, moving, 2_000).fps).toBe(240)
  })
})
