/** Why a line is none of the protocol's, whatever it says. */
export type LineFault = 'overlong' | 'not_text' | 'unfinished'

export interface Line {
  /** Without its end; what is not printable ASCII is shown as `?`. */
  readonly raw: string
  readonly fault?: LineFault
}

/**
 * Cuts a byte stream into lines at CR and LF. What is longer than a line can be is given up as its first bytes, and
 * everything up to the next line end is dropped: after any damage the next line that begins at a line end is read.
 */
export class Lines {
  readonly #bytesMax: number
  #raw = ''
  #overlong = false
  #text = true

  /** @param bytesMax of a line without its end */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** @returns the lines that these bytes complete, without empty ones */
  push(bytes: Uint8Array): Line[] {
    const lines: Line[] = []
    for (const byte of bytes) {
      if (byte === 0x0d || byte === 0x0a) {
        if (this.#raw !== '' && !this.#overlong) lines.push(this.#text ? { raw: this.#raw } : this.#faulty('not_text'))
        this.#begin()
      } else if (this.#raw.length < this.#bytesMax) {
        const printable = byte >= 0x20 && byte <= 0x7e
        this.#raw += printable ? String.fromCharCode(byte) : '?'
        if (!printable) this.#text = false
      } else if (!this.#overlong) {
        lines.push(this.#faulty('overlong'))
        this.#overlong = true
      }
    }
    return lines
  }

  /** A line without its end may lack more than that. */
  end(): Line[] {
    const rest = this.#raw === '' || this.#overlong ? [] : [this.#faulty('unfinished')]
    this.#begin()
    return rest
  }

  #faulty(fault: LineFault): Line {
    return { raw: this.#raw, fault }
  }

  #begin(): void {
    this.#raw = ''
    this.#overlong = false
    this.#text = true
  }
}
