import { ORPCError } from '@orpc/client'

/** Why the studio did not do what was asked, in words; its own where it has some. */
export function refusalWords(error: unknown): string {
  if (error instanceof ORPCError) {
    return error.defined || error.status < 500 ? error.message : 'The studio could not do it. Its record says more.'
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'The studio did not answer in time.'
  return error instanceof Error && error.message !== '' ? error.message : 'The studio did not answer.'
}
