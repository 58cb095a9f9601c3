import type { RefusalCode } from '../../../backend/contract/index.ts'

/** The gateway answered, and its answer was no. `message` is a sentence for the player. */
export class Refused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.name = 'Refused'
    this.code = code
  }
}

/** No answer came: nobody knows whether the question arrived. Ask again under the same id. */
export class Unanswered extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'Unanswered'
  }
}
