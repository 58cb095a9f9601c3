/** Our loudness beside that of FFmpeg's ebur128, on the same samples. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SoundMeter } from '../../native/media/sound/index.ts'

const raw = ['-f', 'f32le', '-ar', '48000', '-ac', '2']
const partSamples = 4_800

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loudness-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['pink noise of one level', 'anoisesrc=color=pink:seed=1:r=48000:d=20,volume=-20dB,aformat=channel_layouts=stereo'],
  [
    'white noise that comes and goes',
    "anoisesrc=color=white:seed=2:r=48000:d=40,volume='if(lt(mod(t,7),2),0.001,0.3)':eval=frame,aformat=channel_layouts=stereo",
  ],
  [
    'different sounds left and right',
    'anoisesrc=color=brown:seed=3:r=48000:d=20[a];sine=f=3000:r=48000:d=20[b];[a][b]join=inputs=2:channel_layout=stereo',
  ],
  [
    'noise that fades into silence',
    "anoisesrc=color=blue:seed=4:r=48000:d=30,volume='exp(-t/4)':eval=frame,aformat=channel_layouts=stereo",
  ],
])('%s is as loud as FFmpeg finds it', (_, graph) => {
  const file = join(folder, 'sound.f32')
  execFileSync('ffmpeg', ['-v', 'error', '-filter_complex', graph, ...raw, file])
  const report = execFileSync(
    'sh',
    ['-c', `ffmpeg -hide_banner -nostats ${raw.join(' ')} -i ${file} -af ebur128=framelog=info -f null - 2>&1`],
    { encoding: 'utf8', maxBuffer: 1e8 },
  )
  const theirs = [...report.matchAll(/t: ([\d.]+) .*?M: *(-?[\d.]+|-inf) .*?I: *(-?[\d.]+) LUFS/g)].map(
    ([, t, m, i]) => ({
      part: Math.round(Number(t) * 10),
      momentary: Number(m),
      integrated: Number(i),
    }),
  )
  const bytes = readFileSync(file)
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  const meter = new SoundMeter()
  const ours = Array.from({ length: Math.floor(samples.length / 2 / partSamples) }, (_, i) => {
    const piece = samples.subarray(2 * partSamples * i, 2 * partSamples * (i + 1))
    meter.push({ samples: piece, capturedAt: i * 100 }, i * 100)
    return meter.level(i * 100)
  })
  let compared = 0
  for (const { part, momentary, integrated } of theirs) {
    const level = ours[part - 1]
    if (!level || momentary < -70 || integrated <= -70) continue
    expect(Math.abs((level.momentaryLufs ?? 0) - momentary), `momentary after ${part / 10} s`).toBeLessThanOrEqual(0.15)
    expect(Math.abs((level.integratedLufs ?? 0) - integrated), `integrated after ${part / 10} s`).toBeLessThanOrEqual(
      0.1,
    )
    compared++
  }
  expect(compared).toBeGreaterThan(50)
})
