import { z } from 'zod'
import type { MediaCommand } from './messages.ts'

const fraction = z.number().min(0).max(1)
const port = z.number().int().min(1).max(65_535)
const fps = z.number().int().min(1).max(120)
const bitrate = z.number().int().min(50_000).max(50_000_000)

const configurationSchema = z.object({
  tableId: z.string().min(1).max(64),
  source: z.object({
    id: z.string().min(1),
    name: z.string().min(1),
    url: z.string().min(1),
    format: z.string().min(1).exactOptional(),
  }),
  wheel: z.object({
    centreX: fraction,
    centreY: fraction,
    squash: fraction,
    pocketInner: fraction,
    pocketOuter: fraction,
    colourInner: fraction,
    colourOuter: fraction,
    trackInner: fraction,
    trackOuter: fraction,
  }),
  program: z.object({
    width: z.number().int().min(16).max(4096),
    height: z.number().int().min(16).max(2304),
    fps,
    bitrate,
  }),
  preview: z.object({ width: z.number().int().min(16).max(1920), fps, bitrate }),
  previewPort: port,
  previewToken: z.string().min(16),
  httpPort: port,
})

const targetSchema = z.object({
  ip: z.union([z.ipv4(), z.ipv6()]),
  port,
  ssrc: z.number().int().min(1).max(0xffffffff),
  payloadType: z.number().int().min(96).max(127),
  cname: z.string().min(1).max(64),
  instance: z.string().min(1),
})

/** What the studio may say to this process. */
export const mediaCommandSchema: z.ZodType<MediaCommand> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('configure'), configuration: configurationSchema }),
  z.object({ type: z.literal('target'), target: targetSchema.nullable() }),
])
