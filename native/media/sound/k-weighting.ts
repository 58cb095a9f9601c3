/** The two filters of ITU-R BS.1770-4 at 48 kHz: the head's acoustics, then what low tones count less. */
const [head0, head1, head2] = [1.53512485958697, -2.69169618940638, 1.19839281085285]
const [headBack1, headBack2] = [-1.69065929318241, 0.73248077421585]
const [lowBack1, lowBack2] = [-1.99004745483398, 0.99007225036621]
/** What no converter gives out; a damaged stream may hold anything, and a filter never forgets an infinity. */
const sampleMax = 4
/** Below this a filter's memory is nothing; left alone, it would shrink to numbers with which processors are slow. */
const nothing = 1e-15

/** One channel's samples, weighed as an ear weighs them. */
export class KWeighting {
  #head1 = 0
  #head2 = 0
  #low1 = 0
  #low2 = 0
  /** Sum of the weighed samples' squares, and the highest sample as it came, since `reset`. */
  power = 0
  peak = 0

  /** @param samples interleaved stereo @param channel 0 left, 1 right @param from @param to in samples of a channel */
  take(samples: Float32Array, channel: number, from: number, to: number): void {
    let [h1, h2, l1, l2, power, peak] = [this.#head1, this.#head2, this.#low1, this.#low2, this.power, this.peak]
    for (let i = 2 * from + channel; i < 2 * to; i += 2) {
      const came = samples[i] ?? 0
      const x = came >= -sampleMax && came <= sampleMax ? came : 0
      const size = x < 0 ? -x : x
      if (size > peak) peak = size
      const headed = head0 * x + h1
      h1 = head1 * x - headBack1 * headed + h2
      h2 = head2 * x - headBack2 * headed
      const weighed = headed + l1
      l1 = -2 * headed - lowBack1 * weighed + l2
      l2 = headed - lowBack2 * weighed
      power += weighed * weighed
    }
    this.#head1 = settled(h1)
    this.#head2 = settled(h2)
    this.#low1 = settled(l1)
    this.#low2 = settled(l2)
    this.power = power
    this.peak = peak
  }

  reset(): void {
    this.power = 0
    this.peak = 0
  }
}

function settled(memory: number): number {
  return Math.abs(memory) < nothing ? 0 : memory
}
