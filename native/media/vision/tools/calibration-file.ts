import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { VisionError, type WheelCalibration } from '../../../vision/index.ts'

const px = z.number().positive()
/** The outer edge of the ring of printed numbers, in px of the picture; the angle of the rx axis in degrees, clockwise. */
const ellipseSchema = z.strictObject({ cx: z.number(), cy: z.number(), rx: px, ry: px, angle: z.number() })
const mapSchema = z.record(z.string(), z.unknown())

/** Where the wheel stands in a picture of this name and width, px. @throws {VisionError} `bad_calibration` */
export type CalibrationOf = (file: string, width: number) => WheelCalibration

/** One ellipse for all pictures, or one for each by its file's name. @throws {VisionError} `bad_calibration` */
export async function readCalibrations(path: string): Promise<CalibrationOf> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new VisionError('bad_calibration', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const map = mapSchema.safeParse(json)
  if (!map.success) throw new VisionError('bad_calibration', `${path} holds no calibration`)
  const forAll = 'cx' in map.data
  if (forAll) ellipseOf(path, map.data)
  return (file, width) => {
    const found = forAll ? map.data : (map.data[file] ?? map.data[basename(file)])
    if (found === undefined) throw new VisionError('bad_calibration', `${path} has no calibration for ${file}`)
    const { cx, cy, rx, ry, angle } = ellipseOf(path, found)
    return { cx: cx / width, cy: cy / width, rx: rx / width, ry: ry / width, angle }
  }
}

function ellipseOf(path: string, found: unknown): z.infer<typeof ellipseSchema> {
  const parsed = ellipseSchema.safeParse(found)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'calibration'}: ${issue.message}`)
  throw new VisionError('bad_calibration', `A calibration in ${path} is not valid: ${issues.join('; ')}`)
}
