import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const point = z.tuple([z.number(), z.number()]).readonly()
const quad = z.tuple([point, point, point, point]).readonly()
const card = z.object({ rank: z.string(), suit: z.string(), quad })
const cardsTruthSchema = z.object({
  file: z.string(),
  cards: z.array(card),
  /** Hidden so far that nobody is asked for them; who names them all the same is not wrong. */
  ignored: z.array(card).default([]),
})
const px = z.number()
const wheelTruthSchema = z.object({
  file: z.string(),
  state: z.enum(['resting', 'rolling', 'none']),
  pocket: z.number().int().optional(),
  calibration: z.object({ cx: px, cy: px, rx: px, ry: px, angle: z.number() }),
})
export type CardsTruth = z.infer<typeof cardsTruthSchema>
export type WheelTruth = z.infer<typeof wheelTruthSchema>

const linesOf = async (folder: string) =>
  (await readFile(join(folder, 'truth.jsonl'), 'utf8')).split('\n').filter(Boolean)

/** What the pictures of a folder show, in their order. @throws ZodError */
export async function readCardsTruth(folder: string): Promise<CardsTruth[]> {
  return (await linesOf(folder)).map((line) => cardsTruthSchema.parse(JSON.parse(line)))
}

/** As `readCardsTruth`, of wheels. */
export async function readWheelTruth(folder: string): Promise<WheelTruth[]> {
  return (await linesOf(folder)).map((line) => wheelTruthSchema.parse(JSON.parse(line)))
}
