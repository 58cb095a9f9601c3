import { implement } from '@orpc/server'
import { studioContract } from '../api/index.ts'
import { type PictureCommands, PictureRefusal } from '../picture/index.ts'

type Words = { message?: string }
type Errors = Record<Exclude<PictureRefusal['code'], 'SETTINGS_INVALID'>, (words: Words) => Error> & {
  readonly SETTINGS_INVALID: (options: { data: { issues: PictureRefusal['issues'][number][] } }) => Error
}

/** The contract's calls about the picture and the mixer, answered. */
export function pictureCalls(desk: PictureCommands) {
  const { mix, picture } = implement(studioContract)
  return {
    mix: {
      preview: mix.preview.handler(({ input, errors }) =>
        refusing(errors, () => {
          desk.preview(input.scene)
          return {}
        }),
      ),
      take: mix.take.handler(({ input, errors }) =>
        refusing(errors, () => {
          desk.take(input.scene, input.transition, input.operator)
          return {}
        }),
      ),
      automatic: mix.automatic.handler(({ input }) => {
        desk.automatic(input.on, input.operator)
        return {}
      }),
    },
    picture: {
      settings: picture.settings.handler(() => desk.settings),
      change: picture.change.handler(({ input, errors }) =>
        refusing(errors, () => ({ revision: desk.change(input.revision, input.settings, input.operator) })),
      ),
      devices: picture.devices.handler(({ errors }) => refusing(errors, () => desk.devices())),
      look: picture.look.handler(({ input, errors }) => refusing(errors, () => desk.look(input))),
      probe: picture.probe.handler(({ input, errors }) =>
        refusing(errors, async () => {
          await desk.probe(input.operator)
          return {}
        }),
      ),
      clip: picture.clip.handler(({ input, errors }) =>
        refusing(errors, () => desk.clip(input.feed, input.from, input.to, input.operator)),
      ),
    },
  }
}

async function refusing<Answer>(errors: Errors, ask: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (cause) {
    if (!(cause instanceof PictureRefusal)) throw cause
    if (cause.code === 'SETTINGS_INVALID') throw errors.SETTINGS_INVALID({ data: { issues: [...cause.issues] } })
    throw errors[cause.code](cause.words === null ? {} : { message: cause.words })
  }
}
