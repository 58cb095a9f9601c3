/**
 * The dependency descriptor of the AV1 payload format (appendix A) for a stream of one layer, in which each picture needs
 * the one before. An SFU learns from it alone which packets begin a key frame.
 */
const [startOfFrame, endOfFrame] = [0x80, 0x40]
const [keyTemplate, deltaTemplate] = [0, 1]

/** What comes with a key frame: the templates that later descriptors name. Bits, in the order of appendix A. */
const structure = [
  '1 0 0 0 0', // a structure follows, and no other fields
  '000000', // the first template's id
  '00000', // one decode target
  '00 11', // two templates of one layer, and no more
  '10 10', // both are decoded without loss where one begins to (switch)
  '0', // the first needs no other picture
  '1 0000 0', // the second the one before it
  '0', // no chains
  '0', // no resolutions
].join('')
const structureBytes = packed(structure.replaceAll(' ', ''))

export interface FramePart {
  readonly first: boolean
  readonly last: boolean
  readonly key: boolean
  /** Counts the stream's pictures; 16 bits of it are sent. */
  readonly picture: number
}

/** The extension's data on one packet. */
export function dependencyDescriptor({ first, last, key, picture }: FramePart): Buffer {
  const template = key ? keyTemplate : deltaTemplate
  const mandatory = Buffer.of((first ? startOfFrame : 0) | (last ? endOfFrame : 0) | template, 0, 0)
  mandatory.writeUInt16BE(picture & 0xffff, 1)
  return key && first ? Buffer.concat([mandatory, structureBytes]) : mandatory
}

function packed(bits: string): Buffer {
  const bytes = bits.match(/.{1,8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)))
}
