import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { mediaProgram } from '../../native/media/index.ts'

const port = z.coerce.number().int().min(0).max(65_535)
/** It travels as a WebSocket subprotocol, so it is made of what RFC 6455 allows there. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{16,200}$/, 'must be 16 to 200 letters, digits, - or _')
const processesMax = 20

const environmentSchema = z.object({
  TABLECAST_HOME: z.string().min(1).optional(),
  XDG_DATA_HOME: z.string().min(1).optional(),
  STUDIO_PORT: port.default(7410),
  STUDIO_SECRET: secret.optional(),
  SERVICE_SECRET: z.string().min(1).optional(),
  MEDIA_PREVIEW_PORT: port.default(7411),
  MEDIA_HTTP_PORT: port.default(7412),
  /** Another program that speaks the media process's messages. */
  MEDIA_PROGRAM: z.string().min(1).optional(),
  PLAYER_URL: z.url({ protocol: /^https?$/ }).optional(),
  CONTROL_ROOM_DIR: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  HEALTH: z
    .string()
    .default('[]')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('must be JSON')
        return z.NEVER
      }
    })
    .pipe(z.array(z.object({ name: z.string().min(1), url: z.url({ protocol: /^https?$/ }) })).max(processesMax)),
})

export type StudioEnvironment = ReturnType<typeof readEnvironment>

/** What a person has to put right before the studio can start. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** @throws {SettingsError} with a sentence that names each variable that makes no sense */
export function readEnvironment(env: NodeJS.ProcessEnv) {
  const parsed = environmentSchema.safeParse(env)
  if (!parsed.success) throw new SettingsError(`The studio's environment is not valid. ${sentenceOf(parsed.error)}`)
  const { data } = parsed
  return {
    home: data.TABLECAST_HOME ?? join(data.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'tablecast'),
    port: data.STUDIO_PORT,
    secret: data.STUDIO_SECRET ?? randomBytes(24).toString('base64url'),
    serviceSecret: data.SERVICE_SECRET ?? null,
    previewPort: data.MEDIA_PREVIEW_PORT,
    mediaHttpPort: data.MEDIA_HTTP_PORT,
    mediaProgram: data.MEDIA_PROGRAM ?? fileURLToPath(mediaProgram),
    playerUrl: data.PLAYER_URL ?? null,
    controlRoom: data.CONTROL_ROOM_DIR ?? join(import.meta.dirname, '../../.build/control-room'),
    logLevel: data.LOG_LEVEL,
    processes: data.HEALTH,
  }
}

function sentenceOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ')
}
