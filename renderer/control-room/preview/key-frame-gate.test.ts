import { describe, expect, it } from 'vitest'
import { decodeQueueMax, KeyFrameGate } from './key-frame-gate.ts'

describe('the gate before a decoder', () => {
  it('opens with the first key frame', () => {
    const gate = new KeyFrameGate()
    expect([gate.judge(false, 0), gate.judge(true, 0), gate.judge(false, 1)]).toEqual(['skip', 'decode', 'decode'])
  })

  it('skips to the next key frame when the decoder falls behind, however empty its queue is by then', () => {
    const gate = new KeyFrameGate()
    gate.judge(true, 0)
    expect(gate.judge(false, decodeQueueMax)).toBe('skip')
    expect(gate.judge(false, 0)).toBe('skip')
    expect(gate.judge(true, 0)).toBe('decode')
    expect(gate.judge(false, 0)).toBe('decode')
  })

  it('throws away what waits when even the key frame finds the queue full', () => {
    const gate = new KeyFrameGate()
    gate.judge(true, 0)
    expect(gate.judge(true, decodeQueueMax)).toBe('restart')
  })

  it('waits for a key frame again after a reset', () => {
    const gate = new KeyFrameGate()
    gate.judge(true, 0)
    gate.reset()
    expect(gate.judge(false, 0)).toBe('skip')
  })
})
