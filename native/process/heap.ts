import { setFlagsFromString } from 'node:v8'

/**
 * Lets the heap double before it is collected as a whole. Pictures and packets live outside the heap but count as its growth,
 * so that V8 would collect a small heap once or twice a second, for a tenth of a core. To be called before anything else.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=100')
}
