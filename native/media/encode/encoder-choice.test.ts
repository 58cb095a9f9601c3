import { describe, expect, it } from 'vitest'
import type { EncoderCapability, LadderSettings } from '../messages/index.ts'
import { EncoderChoice, failedEncoderRestMs } from './encoder-choice.ts'

const settings: LadderSettings = {
  codec: 'h264',
  encoder: 'auto',
  rungs: [
    { width: 1280, height: 720, fps: 30, bitrate: 2_500_000 },
    { width: 640, height: 360, fps: 30, bitrate: 700_000 },
    { width: 320, height: 180, fps: 30, bitrate: 200_000 },
  ],
  playoutDelay: { minMs: 0, maxMs: 0 },
}

function capability(name: string, change: Partial<EncoderCapability> = {}): EncoderCapability {
  return { name, family: '', codec: 'h264', usable: true, fps: 400, sessionsMax: 4, ...change }
}

const nvenc = capability('h264_nvenc')
const qsv = capability('h264_qsv')
const noNvenc = capability('h264_nvenc', { usable: false, why: 'Cannot load libcuda.so.1', fps: null })

describe('automatic', () => {
  it('takes hardware before software, in the order of the table', () => {
    expect(new EncoderChoice().order(settings, [qsv, nvenc], 0)).toEqual(['h264_nvenc', 'h264_qsv', 'libx264'])
  })

  it('has software before anything is known, and whatever was found', () => {
    expect(new EncoderChoice().order(settings, [], 0)).toEqual(['libx264'])
    expect(new EncoderChoice().order(settings, [capability('libx264', { usable: false })], 0)).toEqual(['libx264'])
  })

  it('passes over hardware that cannot carry all rungs', () => {
    // 720p30 with 360p30 and 180p30 is 39.4 pictures of 720p a second.
    const order = (change: Partial<EncoderCapability>) =>
      new EncoderChoice().order(settings, [capability('h264_nvenc', change)], 0)
    expect(order({ fps: 39 })).toEqual(['libx264'])
    expect(order({ fps: 40 })).toEqual(['h264_nvenc', 'libx264'])
    expect(order({ sessionsMax: 2 })).toEqual(['libx264'])
    expect(order({ sessionsMax: 3 })).toEqual(['h264_nvenc', 'libx264'])
    expect(order({ fps: null, sessionsMax: null })).toEqual(['h264_nvenc', 'libx264'])
    expect(order({ usable: false })).toEqual(['libx264'])
  })

  it('keeps to the codec', () => {
    const capabilities = [nvenc, capability('av1_nvenc', { codec: 'av1' })]
    expect(new EncoderChoice().order({ ...settings, codec: 'av1' }, capabilities, 0)).toEqual([
      'av1_nvenc',
      'libsvtav1',
    ])
  })
})

describe('by name', () => {
  const named = (encoder: string) => ({ ...settings, encoder })

  it('tries that one first, also software, and also one that seems too slow', () => {
    expect(new EncoderChoice().order(named('libx264'), [nvenc], 0)).toEqual(['libx264', 'h264_nvenc'])
    expect(new EncoderChoice().order(named('h264_qsv'), [nvenc, { ...qsv, fps: 10 }], 0)).toEqual([
      'h264_qsv',
      'h264_nvenc',
      'libx264',
    ])
  })

  it("falls back when it does not work here, with the driver's reason", () => {
    const choice = new EncoderChoice()
    expect(choice.order(named('h264_nvenc'), [noNvenc], 0)).toEqual(['libx264'])
    expect(choice.refusal(named('h264_nvenc'), [noNvenc])).toBe('Cannot load libcuda.so.1')
    expect(choice.refusal(named('h264_nvenc'), [nvenc])).toBeNull()
    expect(choice.refusal(named('libx265'), [])).toBe('libx265 makes h265, not h264')
    expect(choice.refusal(named('nonsense'), [])).toBe('There is no encoder "nonsense"')
    expect(choice.refusal(settings, [])).toBeNull()
  })
})

describe('after a failure', () => {
  it('lets an encoder rest, then tries it again', () => {
    const choice = new EncoderChoice()
    choice.failed('h264_nvenc', false, 1_000)
    expect(choice.order(settings, [nvenc], 1_000 + failedEncoderRestMs - 1)).toEqual(['libx264'])
    expect(choice.order(settings, [nvenc], 1_000 + failedEncoderRestMs)).toEqual(['h264_nvenc', 'libx264'])
  })

  it('never again tries one that did not come back', () => {
    const choice = new EncoderChoice()
    choice.failed('h264_nvenc', true, 0)
    expect(choice.order({ ...settings, encoder: 'h264_nvenc' }, [nvenc], 1e12)).toEqual(['libx264'])
  })

  it('always has software', () => {
    const choice = new EncoderChoice()
    choice.failed('libx264', true, 0)
    expect(choice.order({ ...settings, encoder: 'libx264' }, [], 0)).toEqual(['libx264'])
  })
})
