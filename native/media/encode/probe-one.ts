/**
 * Tries one encoder, named by the argument, and sends what it found to its parent. A process of its own: a driver that
 * crashes or hangs takes nothing with it, its log is its own, and its priority is low.
 */
import { constants, setPriority } from 'node:os'
import { exitWithParent } from '../../process/index.ts'
import { encoderCandidate } from './candidates.ts'
import { tryEncoder } from './trial.ts'

exitWithParent(async () => {})
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
const candidate = encoderCandidate(process.argv[2] ?? '')
if (!candidate) throw new Error(`There is no encoder "${process.argv[2]}"`)
process.send?.(await tryEncoder(candidate), () => process.exit())
