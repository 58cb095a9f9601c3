interface FaultWords {
  readonly group: 'Sensor' | 'Wheel' | 'Camera'
  readonly name: string
  /** What it does, in a sentence. */
  readonly text: string
}

const words: Readonly<Record<string, FaultWords>> = {
  sensor_wrong_number: {
    group: 'Sensor',
    name: 'False number',
    text: 'The sensor reports another pocket than the one the ball lies in.',
  },
  sensor_corrupt: { group: 'Sensor', name: 'Corrupt lines', text: 'Bytes get lost and mixed on the sensor’s line.' },
  sensor_silent: { group: 'Sensor', name: 'Silent', text: 'The sensor says nothing at all.' },
  mis_spin: { group: 'Wheel', name: 'Mis-spin', text: 'The ball runs in the rotor’s direction; the spin is void.' },
  short_spin: {
    group: 'Wheel',
    name: 'Short spin',
    text: 'The ball makes fewer than four turns; the wheel itself does not notice.',
  },
  failed_launch: { group: 'Wheel', name: 'Failed launch', text: 'The ball is not launched at the first try.' },
  ball_out: { group: 'Wheel', name: 'Ball out', text: 'The ball leaves the wheel.' },
  camera_frozen: { group: 'Camera', name: 'Frozen', text: 'The camera repeats one picture.' },
  camera_black: { group: 'Camera', name: 'Black', text: 'The camera shows black.' },
  camera_gone: { group: 'Camera', name: 'Gone', text: 'The camera sends nothing.' },
}

/** A fault in plain words; one that this window does not know keeps its own name. */
export function faultWords(name: string): FaultWords {
  const known = words[name]
  if (known !== undefined) return known
  const group = name.startsWith('sensor') ? 'Sensor' : name.startsWith('camera') ? 'Camera' : 'Wheel'
  return { group, name: name.replaceAll('_', ' '), text: name.replaceAll('_', ' ') }
}

export const faultGroups = ['Sensor', 'Wheel', 'Camera'] as const
