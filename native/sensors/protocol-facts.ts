/**
 * How a fact is known: read in the maker's own text or in a capture of the wire (`primary`), seen in one public program or
 * in two independent ones, not known (`unverified`: it must stay a setting), or no fact of the device but our own choice.
 */
type Mark = 'primary' | 'seen' | 'seen_twice' | 'unverified' | 'own_choice'

export interface Fact<Value> {
  readonly value: Value
  readonly mark: Mark
  /** Where it was read, or why it was chosen. */
  readonly source: string
}

/** A serial line without flow control. */
export interface LineSettings {
  /** bit/s */
  readonly baud: number
  readonly dataBits: 8
  readonly parity: 'none'
  readonly stopBits: 1
}

/** What must be known of a device to listen to it, besides its grammar: that is its codec. */
export interface ProtocolFacts {
  readonly device: string
  readonly line: Fact<LineSettings>
  /** How a message begins and ends, in words. */
  readonly framing: Fact<string>
  /** Bytes of a frame, without line ends; what is longer is noise. */
  readonly frameBytesMax: Fact<number>
  /** A device that has said nothing for so long is stale, in ms; null for one that speaks only when something happens. */
  readonly silenceMsMax: Fact<number | null>
}

/** In short: `4800 8N1`. */
export function lineInWords({ baud, dataBits, parity, stopBits }: LineSettings): string {
  return `${baud} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`
}
