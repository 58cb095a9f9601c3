import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { InferenceSession } from 'onnxruntime-node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ProviderNews, VisionModels } from './index.ts'
import { modelInterfaces } from './interface.ts'
import { FallbackModel, type ModelInput } from './model.ts'
import { namedProvider, type Provider } from './provider.ts'

const shipped = fileURLToPath(new URL('../../../assets/models', import.meta.url))
const card = (): ModelInput => ({
  data: Uint8Array.from({ length: 160 * 112 * 3 }, (_, index) => (index * 7919) % 256),
  shape: [1, 160, 112, 3],
})

describe('the models of a folder', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tablecast-models-'))
    await cp(shipped, folder, { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const opened = () => VisionModels.open({ folder, providers: ['cpu'] })
  const readerFile = () => join(folder, 'card-reader.onnx')
  /** Puts these bytes where the card-reader was, and their hash into the list. */
  const replaceReader = async (bytes: Uint8Array) => {
    await writeFile(readerFile(), bytes)
    const list = JSON.parse(await readFile(join(folder, 'models.json'), 'utf8'))
    list['card-reader'].sha256 = createHash('sha256').update(bytes).digest('hex')
    await writeFile(join(folder, 'models.json'), JSON.stringify(list))
  }

  test('run, and say who they are', async () => {
    await using models = await opened()
    const { reading } = await models.cardReader.run(card())
    expect(reading).toHaveLength(27)
    expect(models.cardReader.id).toMatch(/^card-reader@\d+$/)
    expect(models.cardReader.sha256).toBe(
      createHash('sha256')
        .update(await readFile(readerFile()))
        .digest('hex'),
    )
    expect(models.cardReader.provider).toBe('cpu')
    const { map } = await models.cardFinder.run({ data: new Uint8Array(640 * 360 * 3), shape: [1, 360, 640, 3] })
    expect(map).toHaveLength(8 * 45 * 80)
  })

  test('are refused without a list', async () => {
    await rm(join(folder, 'models.json'))
    await expect(opened()).rejects.toMatchObject({ code: 'model_missing' })
  })

  test.each([
    ['is no JSON', '{'],
    ['names a model that we do not know', '{"dice-reader":{"file":"a.onnx","sha256":"","version":1}}'],
    [
      'reaches out of the folder',
      `{"card-reader":{"file":"../card-reader.onnx","sha256":"${'0'.repeat(64)}","version":1}}`,
    ],
  ])('are refused when the list %s', async (_, list) => {
    await writeFile(join(folder, 'models.json'), list)
    await expect(opened()).rejects.toMatchObject({ code: 'model_damaged' })
  })

  test('are missing when the list does not name them', async () => {
    await writeFile(join(folder, 'models.json'), '{}')
    await using models = await opened()
    expect(() => models.cardReader).toThrow(expect.objectContaining({ code: 'model_missing' }))
  })

  test('are missing without their file', async () => {
    await rm(readerFile())
    await using models = await opened()
    await expect(models.cardReader.run(card())).rejects.toMatchObject({ code: 'model_missing' })
  })

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['empty', () => Buffer.alloc(0)],
    ['changed by one bit', (bytes) => Buffer.from(bytes).fill((bytes[1000] ?? 0) ^ 1, 1000, 1001)],
    ['too large', () => Buffer.alloc(10 * 1024 * 1024 + 1)],
  ])('are damaged when their file is %s', async (_, damage) => {
    await writeFile(readerFile(), damage(await readFile(readerFile())))
    await using models = await opened()
    await expect(models.cardReader.run(card())).rejects.toMatchObject({ code: 'model_damaged' })
  })

  test('are unsuitable when they are another model', async () => {
    await replaceReader(await readFile(join(folder, 'card-finder.onnx')))
    await using models = await opened()
    await expect(models.cardReader.run(card())).rejects.toMatchObject({
      code: 'model_unsuitable',
      message: expect.stringContaining('map float32[1×8×45×80]'),
    })
  })

  test('are unsuitable when the runtime cannot open them', async () => {
    const whole = await readFile(readerFile())
    await replaceReader(whole.subarray(0, whole.length / 2))
    await using models = await opened()
    await expect(models.cardReader.run(card())).rejects.toMatchObject({ code: 'model_unsuitable' })
  })

  test.each<[string, ModelInput]>([
    ['lies on its side', { ...card(), shape: [1, 112, 160, 3] }],
    ['lacks an axis', { ...card(), shape: [160, 112, 3] }],
    ['is none', { data: new Uint8Array(0), shape: [0, 160, 112, 3] }],
    ['has too few bytes', { data: new Uint8Array(9), shape: [1, 160, 112, 3] }],
    ['has a size that is no number', { ...card(), shape: [Number.NaN, 160, 112, 3] }],
  ])('refuse an input that %s', async (_, input) => {
    await using models = await opened()
    await expect(models.cardReader.run(input)).rejects.toMatchObject({ code: 'wrong_shape' })
  })

  test('go on with the next provider where one is missing, and tell', async () => {
    const news: ProviderNews[] = []
    await using models = await VisionModels.open({
      folder,
      providers: ['no-such-provider', 'cpu'],
      told: (told) => news.push(told),
    })
    await models.cardReader.run(card())
    await models.cardReader.run(card())
    expect(models.cardReader.provider).toBe('cpu')
    expect(news).toMatchObject([{ failed: 'no-such-provider', next: 'cpu', when: 'start' }])
  })

  test('print nothing when an accelerator is missing', async () => {
    const door = pathToFileURL(fileURLToPath(new URL('./index.ts', import.meta.url)))
    const script = `import { VisionModels } from ${JSON.stringify(door.href)}
      await using models = await VisionModels.open({ folder: ${JSON.stringify(folder)} })
      await models.cardReader.run({ data: new Uint8Array(160 * 112 * 3), shape: [1, 160, 112, 3] })`
    const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    expect(stderr).toBe('')
  })

  test('do not run after they are closed', async () => {
    const models = await opened()
    const { cardReader } = models
    await cardReader.run(card())
    await models[Symbol.asyncDispose]()
    await models[Symbol.asyncDispose]()
    await expect(cardReader.run(card())).rejects.toThrow('closed')
  })
})

describe('a provider that fails at run time', () => {
  let left = 0
  /** The processor's own session, that breaks after so many runs. */
  const breaking = (name: string, runs: number): Provider => ({
    name,
    async open(bytes) {
      const session = await namedProvider('cpu').open(bytes)
      const run = session.run.bind(session)
      const release = session.release.bind(session)
      left++
      session.run = async (feeds: InferenceSession.FeedsType) => {
        if (runs-- <= 0) throw new Error('the device was removed')
        return await run(feeds)
      }
      session.release = async () => {
        left--
        await release()
      }
      return session
    },
  })
  const modelOn = (providers: readonly Provider[], told: (news: ProviderNews) => void) =>
    new FallbackModel({
      id: 'card-reader@1',
      sha256: '',
      expects: modelInterfaces['card-reader'],
      read: () => readFile(join(shipped, 'card-reader.onnx')),
      providers,
      told,
    })

  test('is replaced by the next, which runs the same input again', async () => {
    const news: ProviderNews[] = []
    // The first run is the warm-up.
    await using model = modelOn([breaking('first', 2), breaking('second', 9)], (told) => news.push(told))
    const { reading: before } = await model.run(card())
    expect(model.provider).toBe('first')
    const { reading: after } = await model.run(card())
    expect(after).toEqual(before)
    expect(model.provider).toBe('second')
    expect(news).toEqual([
      { model: 'card-reader@1', failed: 'first', next: 'second', when: 'run', why: 'Error: the device was removed' },
    ])
  })

  test('is replaced once, though two runs failed on it', async () => {
    const news: ProviderNews[] = []
    await using model = modelOn([breaking('first', 1), breaking('second', 9)], (told) => news.push(told))
    const [one, two] = await Promise.all([model.run(card()), model.run(card())])
    expect(one).toEqual(two)
    expect(news).toHaveLength(1)
  })

  test('is replaced at the start when it fails the warm-up', async () => {
    const news: ProviderNews[] = []
    await using model = modelOn([breaking('first', 0), breaking('second', 9)], (told) => news.push(told))
    await model.run(card())
    expect(news).toMatchObject([{ failed: 'first', next: 'second', when: 'start' }])
  })

  test('is an error when it is the last', async () => {
    await using model = modelOn([breaking('first', 1), breaking('second', 1)], () => {})
    await expect(model.run(card())).rejects.toMatchObject({ code: 'provider_failed' })
  })

  test('leaves no session open', () => {
    expect(left).toBe(0)
  })
})
