import { oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { refusals } from '../contract/index.ts'
import { createLog } from './log.ts'
import { isRefusal, refusal } from './refusal.ts'
import { startService } from './service.ts'
import { serviceClient } from './service-client.ts'

const refusable = oc.errors(refusals)
const contract = {
  echo: refusable
    .route({ method: 'POST', path: '/echo/{name}' })
    .input(z.object({ name: z.string(), size: z.number() }))
    .output(z.object({ name: z.string(), size: z.number() })),
  refuse: refusable.route({ method: 'GET', path: '/refuse' }).output(z.object({})),
  fail: refusable.route({ method: 'GET', path: '/fail' }).output(z.object({})),
  hang: refusable.route({ method: 'GET', path: '/hang' }).output(z.object({})),
}
const from = implement(contract)
const router = from.router({
  echo: from.echo.handler(({ input }) => input),
  refuse: from.refuse.handler(() => {
    throw refusal('NOT_ENOUGH_MONEY')
  }),
  fail: from.fail.handler(() => {
    throw new Error('the password is hunter2')
  }),
  hang: from.hang.handler(() => new Promise(() => {})),
})

const secret = 'a secret of the test'
const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]()
})

async function start(missing: string[] = []) {
  const log = createLog('test')
  log.level = 'silent'
  const service = await startService({ name: 'test', port: 0, secret, log, router, readiness: () => missing })
  opened.push(service)
  return { url: service.url, client: serviceClient(contract, service.url, secret, { timeoutMs: 500 }) }
}

test('a call comes through, with what stands in the path and in the body', async () => {
  const { client } = await start()
  expect(await client.echo({ name: 'a/b c', size: 3 })).toEqual({ name: 'a/b c', size: 3 })
})

test('a refusal keeps its code, its sentence and its status over the wire', async () => {
  const { client } = await start()
  const error = await client.refuse().catch((caught: unknown) => caught)
  expect(isRefusal(error, 'NOT_ENOUGH_MONEY')).toBe(true)
  expect(isRefusal(error, 'UNAVAILABLE')).toBe(false)
  expect(error).toMatchObject({ ...refusals.NOT_ENOUGH_MONEY, defined: true })
})

test('a wrong input is a BAD_REQUEST that names the field', async () => {
  const { url } = await start()
  const answer = await fetch(`${url}/echo/x`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: '{"size":"large"}',
  })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ code: 'BAD_REQUEST', data: { wrong: [{ path: 'size' }] } })
})

test.each([
  ['no JSON', '{"size":', 400],
  ['a body that is too large', `"${'x'.repeat(1024 * 1024)}"`, 400],
])('%s is refused', async (_name, body, status) => {
  const { url } = await start()
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  expect((await fetch(`${url}/echo/x`, { method: 'POST', headers, body })).status).toBe(status)
})

test('a failure inside shows nothing of itself', async () => {
  const { client } = await start()
  const error = await client.fail().catch((caught: unknown) => caught)
  expect(error).toMatchObject({ status: 500 })
  expect(JSON.stringify(error)).not.toContain('hunter2')
  expect(isRefusal(error)).toBe(false)
})

test('a service that does not answer in time, or is not there, is UNAVAILABLE', async () => {
  const { client, url } = await start()
  await expect(client.hang()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]()
  await expect(serviceClient(contract, url, secret).refuse()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test.each(['another secret of the test', '', 'a secret of the tes'])('the secret %j opens nothing', async (wrong) => {
  const { url } = await start()
  await expect(serviceClient(contract, url, wrong).refuse()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
})

test('health, readiness and metrics need no secret', async () => {
  const { url } = await start(['the database'])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const readiness = await fetch(`${url}/readyz`)
  expect(readiness.status).toBe(503)
  expect(await readiness.json()).toEqual({ missing: ['the database'] })
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toMatch(/http_request_seconds_count\{.*route="\/readyz",status="503"/)
})
