import { open, rename, rm, stat } from 'node:fs/promises'
import { Dictionary, FFmpegError } from 'node-av'
import { isKept, keptStream } from './kept-stream.ts'
import { mp4Output, PacketWriter, pictureTicksPerSecond } from './mp4-output.ts'
import type { Cut } from './packet-ring.ts'

/** What a clip's file holds. */
export interface Clip {
  /** Capture times of its first and its last picture, UTC ms. */
  readonly from: number
  readonly to: number
  readonly bytes: number
}

/**
 * Writes a cut as an MP4 file, as the packets came (nothing is encoded again), index first so that it plays while it
 * loads. The file is there only when it is whole and on the disk. Sound that MP4 cannot carry is left out.
 *
 * @throws Error in words when the disk or MP4 refuses it
 */
export async function writeClip(cut: Cut, file: string): Promise<Clip> {
  const unfinished = `${file}.part`
  try {
    await mux(cut, unfinished)
    const bytes = await onDisk(unfinished)
    await rename(unfinished, file)
    return { from: cut.from, to: cut.to, bytes }
  } catch (cause) {
    await rm(unfinished, { force: true })
    throw new Error(`The clip could not be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

async function mux({ from, packets }: Cut, file: string): Promise<void> {
  const first = (kind: 'video' | 'audio') => packets.find(({ stream }) => stream.kind === kind && isKept(stream))
  const streams = [first('video'), first('audio')].filter((packet) => packet !== undefined).map(keptStream)
  const output = mp4Output(file, streams, from)
  const options = Dictionary.fromObject({
    movflags: 'faststart',
    video_track_timescale: String(pictureTicksPerSecond),
  })
  using writer = new PacketWriter(output, streams, from)
  try {
    FFmpegError.throwIfError(await output.openOutput(), 'open')
    FFmpegError.throwIfError(await output.writeHeader(options), 'MP4 header')
    for (const packet of packets) {
      const prepared = writer.prepare(packet)
      if (prepared) FFmpegError.throwIfError(await output.writeFrame(prepared), 'MP4 packet')
    }
    FFmpegError.throwIfError(await output.writeTrailer(), 'MP4 end')
  } finally {
    options.free()
    await output.closeOutput()
    output.freeContext()
  }
}

/** Waits until the file is on the disk; its size in bytes. */
async function onDisk(file: string): Promise<number> {
  await using handle = await open(file, 'r+')
  await handle.sync()
  return (await stat(file)).size
}
