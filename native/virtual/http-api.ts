import fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { faultNameSchema, faultRequestSchema } from './api.ts'
import type { VirtualTable } from './virtual-table.ts'

const bodyBytesMax = 4096
const spinsQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(20) })
const faultParametersSchema = z.object({ name: faultNameSchema })

/** The virtual studio's own door, on 127.0.0.1: its truth, its faults, its health. */
export function virtualApi(table: VirtualTable): FastifyInstance {
  const server = fastify({ bodyLimit: bodyBytesMax })
  server.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ code: 'INVALID', message: z.prettifyError(error) })
    const status = error.statusCode ?? 500
    return reply.code(status).send({ code: status < 500 ? 'INVALID' : 'INTERNAL', message: error.message })
  })
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ code: 'NOT_FOUND', message: `There is no ${request.method} ${request.url}.` }),
  )

  server.get('/state', () => table.state)
  server.get('/spins', (request) => table.spins(spinsQuerySchema.parse(request.query).limit))
  server.put('/faults/:name', (request) => {
    const { name } = faultParametersSchema.parse(request.params)
    table.setFault(name, faultRequestSchema.parse(request.body).spins)
    return table.state
  })
  server.delete('/faults/:name', (request) => {
    table.clearFault(faultParametersSchema.parse(request.params).name)
    return table.state
  })

  server.get('/healthz', () => ({ ok: true }))
  server.get('/readyz', () => ({ ready: true }))
  server.get('/metrics', (_request, reply) => reply.type('text/plain; version=0.0.4').send(metrics(table)))
  return server
}

function metrics(table: VirtualTable): string {
  const cameras = Object.entries(table.statistics)
  const each = (read: (camera: (typeof cameras)[number][1]) => number | string) =>
    cameras.map(([name, camera]) => [`{camera="${name}"}`, read(camera)] as const)
  return (
    [
      ['virtual_spins_total', 'counter', [['', table.state.spin]]],
      ['virtual_frames_total', 'counter', each(({ frames }) => frames)],
      ['virtual_camera_clients', 'gauge', each(({ clients }) => clients)],
      ['virtual_render_ms', 'gauge', each(({ renderMs }) => renderMs.toFixed(3))],
    ] as const
  )
    .map(([name, type, values]) =>
      [`# TYPE ${name} ${type}`, ...values.map(([labels, value]) => `${name}${labels} ${value}`), ''].join('\n'),
    )
    .join('')
}
