import { access } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The page needs its own files, its own gateway, and pictures that the browser makes; nothing from elsewhere. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="dark"><title>Tablecast</title>
<h1>The player page is being made ready.</h1><p>Reload in a moment.</p></html>`

/** Serves the built player page, whenever it is built, and guards every answer's headers. */
export async function servePage(app: FastifyInstance, folder: string): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(headers)
  })
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false })
  app.get('/*', async (request, reply) => {
    const path = new URL(request.url, 'http://page').pathname
    const file = path === '/' ? 'index.html' : path
    const built = await access(join(folder, 'index.html')).then(
      () => true,
      () => false,
    )
    if (!built) return reply.status(503).header('retry-after', '2').type('text/html').send(notBuilt)
    // Vite names what is under `assets` by its content.
    const forever = path.startsWith('/assets/')
    reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    return reply.sendFile(file)
  })
}
