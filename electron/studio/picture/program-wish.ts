import { createHash, randomBytes } from 'node:crypto'
import type { Ingest, IngestWish, TableId } from '../../../backend/contract/index.ts'
import type { MediaTarget, PictureSettings, VideoCodec } from '../../../native/media/index.ts'

/** Each codec its own, so that what still flows after a change is not taken for the new one. */
const videoPayloadTypes: Record<VideoCodec, number> = { h264: 96, h265: 97, av1: 98 }
const audioPayloadType = 111
/** Key and salt of AEAD_AES_128_GCM (RFC 7714). */
const srtpKeyBytes = 28

export function newSrtpKey(): string {
  return randomBytes(srtpKeyBytes).toString('base64')
}

/**
 * What this table's program is at the SFU. Every SSRC is the same for ever, so that a restart on either side is no other
 * program. Pure.
 */
export function programWish(
  tableId: TableId,
  { ladder, sound }: Pick<PictureSettings, 'ladder' | 'sound'>,
  srtpKey: string,
): IngestWish {
  return {
    tableId,
    cname: tableId,
    video: {
      codec: ladder.codec,
      payloadType: videoPayloadTypes[ladder.codec],
      ssrcs: ladder.rungs.map((_, rung) => ssrcOf(`${tableId}/video/${rung}`)),
    },
    audio: sound && { payloadType: audioPayloadType, ssrc: ssrcOf(`${tableId}/audio`) },
    srtpKey,
  }
}

/** Where the media process sends to, by what the SFU answered to `wish`. Pure. */
export function targetOf({ cname, video, audio, srtpKey }: IngestWish, ingest: Ingest): MediaTarget {
  return {
    ip: ingest.ip,
    port: ingest.port,
    instance: ingest.instance,
    cname,
    video: { payloadType: video.payloadType, ssrcs: video.ssrcs },
    audio,
    srtp: { sendKey: srtpKey, receiveKey: ingest.srtpKey },
  }
}

/** 32 bits that only this stream has; never 0. */
function ssrcOf(stream: string): number {
  return createHash('sha256').update(stream).digest().readUInt32BE(0) || 1
}
