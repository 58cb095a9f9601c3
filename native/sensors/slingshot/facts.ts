import type { Fact, ProtocolFacts } from '../protocol-facts.ts'

const capture = 'a real day’s capture: 17,649 frames, 184 results'

interface SlingShotFacts extends ProtocolFacts {
  /** A status frame comes so often in automatic mode, in ms. */
  readonly statusEveryMs: Fact<number>
  /** Of state 3, in ms: the wheel itself tries a failed launch again for so long before the warning means anything. */
  readonly failedLaunchMsMax: Fact<number>
  /** In state 4, in ms: while the ball falls, the track may lose sight of it for so long; then the spin is void. */
  readonly unseenBallMsMax: Fact<number>
}

export const slingShotFacts: SlingShotFacts = {
  device: 'Cammegh SlingShot 2 roulette wheel, and very likely Mercury’s in-rim readers',
  line: {
    value: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
    mark: 'primary',
    source: 'the maker’s protocol; for Mercury unverified',
  },
  framing: {
    value: 'ASCII lines ended by CR LF; each begins with * but the bare winning number, two characters',
    mark: 'primary',
    source: capture,
  },
  frameBytesMax: { value: 64, mark: 'own_choice', source: 'a status is 20 characters; the longest reply is not known' },
  silenceMsMax: {
    value: 3_000,
    mark: 'own_choice',
    source: 'six status frames; after power-on the wheel is silent for some seconds, which is worth telling',
  },
  statusEveryMs: { value: 500, mark: 'primary', source: `${capture}; every 496 ms, 5 % of them bunched` },
  failedLaunchMsMax: { value: 3_000, mark: 'primary', source: 'the maker’s rule' },
  unseenBallMsMax: { value: 5_000, mark: 'primary', source: 'the maker’s rule' },
}
