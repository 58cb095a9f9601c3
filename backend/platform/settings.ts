import { z } from 'zod'

/** A TCP port; 0 takes a free one. */
export const portSetting = z.coerce.number().int().min(0).max(65_535)

/** The bearer that services show each other. */
export const secretSetting = z.string().min(16, 'needs at least 16 characters')

export const databaseUrlSetting = z.url({ protocol: /^postgres(ql)?$/, error: 'needs to be a postgres:// address' })

/**
 * A program's settings from its environment; an empty variable counts as absent.
 * @throws {Error} that names every variable which is missing or wrong, and never shows a value.
 */
export function readSettings<Shape extends z.ZodObject>(schema: Shape, environment = process.env): z.output<Shape> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new Error(`These environment variables are missing or wrong:\n${lines.join('\n')}`)
}
