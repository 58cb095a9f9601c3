import { closeWithParent, readSettings } from '../platform/index.ts'
import { startWallet, walletSettings } from './index.ts'

const wallet = await startWallet(readSettings(walletSettings))
closeWithParent(async () => wallet[Symbol.asyncDispose]())
