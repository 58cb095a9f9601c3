import { closeWithParent, readSettings } from '../platform/index.ts'
import { gameSettings, startGame } from './index.ts'

const game = await startGame(readSettings(gameSettings))
closeWithParent(async () => game[Symbol.asyncDispose]())
