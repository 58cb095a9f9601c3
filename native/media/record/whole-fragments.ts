/** Reads `length` bytes of a file at `position`; fewer at its end. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>

const headerBytes = 8
const longHeaderBytes = 16

/** Where each whole fragment (`moof` and `mdat`) of a fragmented MP4 file of `size` bytes ends; none without its `moov`. */
export async function wholeFragmentEnds(read: ReadAt, size: number): Promise<number[]> {
  const ends: number[] = []
  let hasHeader = false
  let inFragment = false
  for (let at = 0; at + headerBytes <= size; ) {
    const header = await read(at, longHeaderBytes)
    if (header.length < headerBytes) break
    const length = boxLength(header)
    const type = header.toString('latin1', 4, headerBytes)
    // A box of no size, or beyond the end, is where the writing was cut off.
    if (length < headerBytes || at + length > size) break
    at += length
    if (type === 'moov') hasHeader = true
    else if (type === 'moof') inFragment = true
    else if (type === 'mdat' && inFragment && hasHeader) {
      inFragment = false
      ends.push(at)
    }
  }
  return ends
}

function boxLength(header: Buffer): number {
  const length = header.readUInt32BE(0)
  if (length !== 1) return length
  return header.length < longHeaderBytes ? 0 : Number(header.readBigUInt64BE(headerBytes))
}
