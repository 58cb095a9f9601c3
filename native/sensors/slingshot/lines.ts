/** The longest line of the protocol is 21 characters; a longer one than this is noise. */
const lineBytesMax = 64

/**
 * Cuts a byte stream into lines at CR and LF. What is longer than a line can be is given up as its first bytes, and
 * everything up to the next line end is dropped. Bytes that are not printable ASCII become `?`, which no line contains.
 */
export class Lines {
  #line = ''
  #overlong = false

  /** @returns the lines that these bytes complete, without their ends and without empty ones */
  push(bytes: Uint8Array): string[] {
    const lines: string[] = []
    for (const byte of bytes) {
      if (byte === 0x0d || byte === 0x0a) {
        if (this.#line !== '' && !this.#overlong) lines.push(this.#line)
        this.#line = ''
        this.#overlong = false
      } else if (this.#line.length < lineBytesMax) {
        this.#line += byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : '?'
      } else if (!this.#overlong) {
        lines.push(this.#line)
        this.#overlong = true
      }
    }
    return lines
  }
}
