import type { InferenceSession } from 'onnxruntime-node'
import type { ModelName } from './manifest.ts'
import { VisionError } from './vision-error.ts'

/** A tensor's name and shape; null is any number of pictures. */
export interface TensorShape {
  readonly name: string
  readonly shape: readonly (number | null)[]
}

/** What a model takes and gives: its input is uint8, its outputs are float32. */
export interface ModelInterface {
  readonly input: TensorShape
  readonly outputs: readonly TensorShape[]
}

/** What our code expects of each model. */
export const modelInterfaces: Readonly<Record<ModelName, ModelInterface>> = {
  'card-finder': {
    input: { name: 'picture', shape: [1, 360, 640, 3] },
    outputs: [{ name: 'map', shape: [1, 8, 45, 80] }],
  },
  'card-reader': {
    input: { name: 'cards', shape: [null, 160, 112, 3] },
    outputs: [{ name: 'reading', shape: [null, 27] }],
  },
  'wheel-reader': {
    input: { name: 'strip', shape: [1, 48, 592, 3] },
    outputs: [
      { name: 'colours', shape: [1, 3, 296] },
      { name: 'ball', shape: [1, 4, 296] },
    ],
  },
}

/** @throws VisionError `model_unsuitable` */
export function checkSession(id: string, session: InferenceSession, { input, outputs }: ModelInterface): void {
  const wants = [inWords('uint8', input), ...outputs.map((output) => inWords('float32', output))].sort()
  const has = [...session.inputMetadata, ...session.outputMetadata].map(foundInWords).sort()
  if (wants.join() === has.join()) return
  throw new VisionError(
    'model_unsuitable',
    `the model ${id} has ${has.join(', ')} where ${wants.join(', ')} are needed`,
  )
}

/** @throws VisionError `wrong_shape` */
export function checkInput(
  id: string,
  given: { data: Uint8Array; shape: readonly number[] },
  input: TensorShape,
): void {
  const fits =
    given.shape.length === input.shape.length &&
    given.shape.every((size, axis) => Number.isInteger(size) && size > 0 && size === (input.shape[axis] ?? size)) &&
    given.data.length === given.shape.reduce((product, size) => product * size, 1)
  if (fits) return
  const found = `${given.data.length} bytes as [${given.shape}]`
  throw new VisionError('wrong_shape', `the model ${id} takes ${inWords('uint8', input)} and was given ${found}`)
}

const inWords = (type: string, { name, shape }: TensorShape): string =>
  `${name} ${type}[${shape.map((size) => size ?? 'n').join('×')}]`

function foundInWords(found: InferenceSession.ValueMetadata): string {
  if (!found.isTensor) return `${found.name} (no tensor)`
  const shape = found.shape.map((size) => (typeof size === 'number' ? size : null))
  return inWords(found.type, { name: found.name, shape })
}
