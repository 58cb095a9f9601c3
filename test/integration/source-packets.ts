import { execFileSync } from 'node:child_process'
import { AVMEDIA_TYPE_VIDEO, FFmpegError, FormatContext, Packet } from 'node-av'
import type { SourcePacket, SourceStream } from '../../native/media/frame/index.ts'

/** Writes 8 s of H.264 (a key frame a second, with B-frames) and AAC as MPEG-TS, as an encoder in the field would. */
export function makeTransportStream(file: string, size = '640x360'): void {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30`]
  const sound = ['-f', 'lavfi', '-i', 'sine=1000:sample_rate=48000']
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-bf',
    '2',
    '-g',
    '30',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
  ]
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...sound, '-t', '8', ...coding, '-y', '-f', 'mpegts', file])
}

/** All packets of a file, as a source hands them on, from `startAt` (UTC ms). */
export async function sourcePackets(file: string, startAt: number): Promise<SourcePacket[]> {
  const input = new FormatContext()
  input.allocContext()
  using packet = new Packet()
  packet.alloc()
  try {
    FFmpegError.throwIfError(await input.openInput(file, null, null))
    FFmpegError.throwIfError(await input.findStreamInfo(null))
    const streams = input.streams.map(({ codecpar, timeBase }) => ({
      msPerTick: (timeBase.num * 1000) / timeBase.den,
      stream: {
        kind: codecpar.codecType === AVMEDIA_TYPE_VIDEO ? 'video' : 'audio',
        codecId: codecpar.codecId,
        codec: '',
        extradata: Buffer.from(codecpar.extradata ?? []),
        width: codecpar.width,
        height: codecpar.height,
        sampleRate: codecpar.sampleRate,
        channels: codecpar.channels,
      } satisfies SourceStream,
    }))
    const packets: SourcePacket[] = []
    let origin: number | undefined
    while ((await input.readFrame(packet)) >= 0) {
      const from = streams[packet.streamIndex]
      if (!from) throw new Error('A packet of no stream')
      const decoded = Number(packet.dts) * from.msPerTick
      origin ??= decoded - startAt
      packets.push({
        stream: from.stream,
        data: Buffer.from(packet.data ?? []),
        key: packet.isKeyframe,
        capturedAt: Number(packet.pts) * from.msPerTick - origin,
        decodeAt: decoded - origin,
        durationMs: Number(packet.duration) * from.msPerTick,
      })
      packet.unref()
    }
    return packets
  } finally {
    await input.closeInput()
  }
}
