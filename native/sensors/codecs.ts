import { angelEye } from './angel-eye/index.ts'
import { barcode } from './barcode/index.ts'
import type { Codec } from './codec.ts'
import { slingShot } from './slingshot/index.ts'

/** Every protocol that the house reads, by the name that a person gives it. */
export const codecs: ReadonlyMap<string, Codec> = new Map([
  ['slingshot', slingShot],
  ['angel-eye', angelEye],
  ['barcode', barcode],
])
