import { Codec } from 'node-av'
import { expect, it } from 'vitest'
import { encoderCandidate, encoderCandidates } from './candidates.ts'

const ofThisBuild = encoderCandidates.flatMap(({ name, options, format }) => {
  const codec = Codec.findEncoderByName(name)
  return codec ? [{ name, options, format, codec }] : []
})

it('has software for every codec, after all hardware', () => {
  const families = encoderCandidates.map(({ family }) => family)
  expect(families.slice(-3)).toEqual(['software', 'software', 'software'])
  expect(encoderCandidates.slice(-3).map(({ codec }) => codec)).toEqual(['h264', 'h265', 'av1'])
  expect(new Set(families)).toEqual(new Set(['NVENC', 'QSV', 'AMF', 'VideoToolbox', 'VAAPI', 'V4L2 M2M', 'software']))
  expect(encoderCandidate('libx264')?.codec).toBe('h264')
  expect(encoderCandidate('x264')).toBeUndefined()
})

it.each(ofThisBuild)('$name knows each of its options and their named values', ({ options, codec }) => {
  const known = codec.getOptions()
  for (const [name, value] of Object.entries(options)) {
    const option = known.find((each) => each.name === name)
    expect(option, name).toBeDefined()
    const named = known.filter((each) => each.unit === option?.unit && each !== option).map((each) => each.name)
    // Numbers need no name; an encoder without named values takes words of its library.
    if (option?.unit && named.length > 0 && !/^\d+$/.test(value)) expect(named).toContain(value)
  }
})

it.each(ofThisBuild.filter(({ codec, name }) => codec.pixelFormats && !name.endsWith('_vaapi')))(
  '$name takes pictures as they are brought to it',
  ({ codec, format }) => {
    expect(codec.pixelFormats).toContain(format)
  },
)
