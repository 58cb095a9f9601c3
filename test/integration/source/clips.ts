import { execFileSync } from 'node:child_process'

interface Recipe {
  readonly size?: string
  readonly seconds?: number
  readonly video?: readonly string[]
  readonly sound?: boolean
  readonly container?: string
}

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '5', '-pix_fmt', 'yuv420p']

/** A short recording, made by Debian's ffmpeg. */
export function clip({
  size = '128x72',
  seconds = 0.5,
  video = h264,
  sound = true,
  container = 'mpegts',
}: Recipe): Buffer {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30:duration=${seconds}`]
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=1000:sample_rate=48000:duration=${seconds}`]
  const input = [...(video.length > 0 ? picture : []), ...(sound ? tone : [])]
  const output = [...video, ...(sound ? ['-c:a', 'aac'] : []), '-f', container, 'pipe:1']
  return execFileSync('ffmpeg', ['-v', 'error', ...input, ...output], { maxBuffer: 1 << 26 })
}
