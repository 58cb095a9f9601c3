import { describe, expect, it } from 'vitest'
import { JudderJudge, lookEveryMs, type PictureCounts } from './judder.ts'

/** A picture that has run for some seconds, told by the distances of its frames in each, ms. */
class Picture {
  readonly judge = new JudderJudge()
  nowMs = 0
  #counts: PictureCounts = { framesDecoded: 0, freezeCount: 0, totalInterFrameDelay: 0, totalSquaredInterFrameDelay: 0 }

  /** Each look's answer. */
  run(seconds: number, distancesMs: readonly number[], freezes = 0): boolean[] {
    return Array.from({ length: seconds }, () => {
      const sum = (of: (s: number) => number) => distancesMs.reduce((total, ms) => total + of(ms / 1_000), 0)
      this.#counts = {
        framesDecoded: this.#counts.framesDecoded + distancesMs.length,
        freezeCount: this.#counts.freezeCount + freezes,
        totalInterFrameDelay: this.#counts.totalInterFrameDelay + sum((s) => s),
        totalSquaredInterFrameDelay: this.#counts.totalSquaredInterFrameDelay + sum((s) => s * s),
      }
      this.nowMs += lookEveryMs
      return this.judge.look(this.#counts, this.nowMs)
    })
  }
}

const even = Array.from({ length: 30 }, (_, i) => 33 + (i % 5) * 2)
const uneven = Array.from({ length: 30 }, (_, i) => (i % 2 ? 4 : 62))

describe('the judge of judder', () => {
  it('leaves an even picture as it comes', () => {
    expect(new Picture().run(600, even)).not.toContain(true)
  })

  it('passes over a hiccup now and then', () => {
    const picture = new Picture()
    for (let i = 0; i < 50; i++) {
      expect([...picture.run(3, uneven), ...picture.run(10, even)]).not.toContain(true)
    }
  })

  it('smooths a picture that comes unevenly, and one that freezes again and again', () => {
    expect(new Picture().run(10, uneven).indexOf(true)).toBe(4)
    expect(new Picture().run(10, even, 1).indexOf(true)).toBe(4)
  })

  it('tries again without after a minute, and later after twice as long each time it was too soon', () => {
    const picture = new Picture()
    const smoothSeconds = () => {
      while (!picture.run(1, uneven)[0]);
      const from = picture.nowMs
      while (picture.run(1, even)[0]);
      return (picture.nowMs - from) / 1_000
    }
    expect([smoothSeconds(), smoothSeconds(), smoothSeconds()]).toEqual([60, 120, 240])
    for (let i = 0; i < 5; i++) smoothSeconds()
    expect(smoothSeconds()).toBe(1_800)
  })

  it('counts from zero when the picture is joined anew', () => {
    const picture = new Picture()
    picture.run(4, uneven)
    picture.judge.begin()
    expect(picture.run(3, uneven)).not.toContain(true)
  })
})
