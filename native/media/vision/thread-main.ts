/**
 * Vision's thread: pictures in, what was seen out, an answer for each question. What it remembers of an eye ends with it.
 */
import { isDeepStrictEqual } from 'node:util'
import { parentPort } from 'node:worker_threads'
import { CardEye, findWheel, VisionModels, WheelEye } from '../../vision/index.ts'
import type { EyeSettings } from '../messages/index.ts'
import { modelsFolder } from './models-folder.ts'
import type { Answers, Asked, Question, Told } from './questions.ts'
import { seenBy } from './shared-picture.ts'
import { openEye, type ThreadEye } from './thread-eye.ts'

const port = parentPort
if (!port) throw new Error('Vision runs in a thread of the media process')
const tell = (told: Told) => port.postMessage(told)

const models = await VisionModels.open({ folder: modelsFolder, told: (news) => tell({ kind: 'fallback', news }) })
const eyes = new Map<string, ThreadEye>()

function eyeFor(settings: EyeSettings): ThreadEye {
  const before = eyes.get(settings.source)
  if (before && isDeepStrictEqual(before.settings, settings)) return before
  const eye = openEye(settings, models)
  eyes.set(settings.source, eye)
  return eye
}

async function answer(question: Question): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'look':
      return await eyeFor(question.settings).look(seenBy(question.picture))
    case 'forget':
      eyes.delete(question.source)
      return null
    case 'find_wheel':
      return await findWheel(new WheelEye(models), seenBy(question.picture))
    case 'wheel':
      return await new WheelEye(models).look(seenBy(question.picture), question.calibration)
    case 'cards':
      return await new CardEye(models).look(seenBy(question.picture))
  }
}

port.on('message', ({ id, question }: Asked) => {
  answer(question).then(
    (answer) => tell({ kind: 'answer', id, answer }),
    (cause) => tell({ kind: 'failed', id, why: cause instanceof Error ? cause.message : String(cause) }),
  )
})
