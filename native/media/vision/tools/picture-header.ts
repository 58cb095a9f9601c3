/** What a picture's file says of itself before anything of it is decoded. Pure. */
export interface PictureHeader {
  readonly kind: 'jpeg' | 'png'
  /** px */
  readonly width: number
  readonly height: number
  /** Whether the file goes on to its own end. */
  readonly whole: boolean
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')
const jpegStart = Buffer.from('ffd8ff', 'hex')
const jpegEnd = Buffer.from('ffd9', 'hex')
const startOfScan = 0xda
/** Markers of 0xC0–0xCF that are tables, not the start of a frame: DHT, JPG, DAC. */
const notFrames = [0xc4, 0xc8, 0xcc]

/** Null when it is neither a JPEG nor a PNG, or breaks off before it has told its size. */
export function pictureHeader(file: Buffer): PictureHeader | null {
  if (file.subarray(0, 8).equals(pngSignature)) return pngHeader(file)
  return file.subarray(0, 3).equals(jpegStart) ? jpegHeader(file) : null
}

/** ISO/IEC 15948, 11.2.1: the first chunk is IHDR, the last one IEND. */
function pngHeader(file: Buffer): PictureHeader | null {
  if (file.length < 24 || file.toString('latin1', 12, 16) !== 'IHDR') return null
  const whole = file.lastIndexOf('IEND', undefined, 'latin1') > 0
  return { kind: 'png', width: file.readUInt32BE(16), height: file.readUInt32BE(20), whole }
}

/** ITU-T T.81, annex B: segments of marker and length, until the scan, in which no marker but the end can stand by chance. */
function jpegHeader(file: Buffer): PictureHeader | null {
  let size: { width: number; height: number } | null = null
  for (let at = 2; at + 4 <= file.length; ) {
    const marker = file[at + 1] ?? 0
    if (file[at] !== 0xff) return null
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === startOfScan) return size && { kind: 'jpeg', ...size, whole: file.lastIndexOf(jpegEnd) > at }
    if (marker >= 0xc0 && marker <= 0xcf && !notFrames.includes(marker)) {
      if (at + 9 > file.length) return null
      size = { width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5) }
    }
    at += 2 + file.readUInt16BE(at + 2)
  }
  return size && { kind: 'jpeg', ...size, whole: false }
}
