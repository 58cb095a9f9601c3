import { AV_CODEC_ID_H264, AV_CODEC_ID_HEVC } from 'node-av'

const startCode = Buffer.of(0, 0, 1)

/**
 * Whether decoding can begin at this picture; null when the codec is none whose packets are looked into.
 * @param data a whole picture, Annex B (H.264 7.3.1, H.265 7.3.1.2)
 */
export function isKeyPicture(codecId: number, data: Buffer): boolean | null {
  if (codecId !== AV_CODEC_ID_H264 && codecId !== AV_CODEC_ID_HEVC) return null
  for (let at = data.indexOf(startCode); at >= 0; at = data.indexOf(startCode, at + startCode.length)) {
    const header = data[at + startCode.length]
    if (header === undefined) return false
    if (codecId === AV_CODEC_ID_H264) {
      const type = header & 0x1f
      // The first slice tells: 5 is of an instantaneous refresh, 1 to 4 are not.
      if (type >= 1 && type <= 5) return type === 5
    } else {
      const type = (header >> 1) & 0x3f
      // 16 to 23 are random access points, the other types below 32 are plain slices.
      if (type < 32) return type >= 16 && type <= 23
    }
  }
  return false
}
