import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { exitWithParent, SupervisedProcess } from '../native/process/index.ts'
import { openHouse } from './house.ts'
import { studioSpec } from './supervisor.ts'
import { openControlRoom } from './window.ts'

/** `electron <root> --config <table.json>`: supervises the studio and shows its control room. No domain logic. */
async function main(): Promise<void> {
  const root = app.getAppPath()
  const named = process.argv.indexOf('--config')
  const configuration = process.argv[named + 1]
  if (named < 0 || !configuration) throw new Error('Use: electron . --config <table.json>')
  const house = openHouse(process.env)
  mkdirSync(join(house.home, 'logs'), { recursive: true })
  app.setPath('userData', join(house.home, 'desktop'))
  if (!app.requestSingleInstanceLock()) throw new Error('The control room of this house is already open.')

  const studio = SupervisedProcess.start(
    studioSpec(house, resolve(configuration), root, process.env.TABLECAST_NODE || 'node'),
  )
  exitWithParent(() => studio.stop())
  let stopping = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopping) return
    stopping = true
    event.preventDefault()
    process.send?.({ type: 'quit' })
    void studio.stop().then(() => app.quit())
  })

  const [ready] = await Promise.all([studio.ready, app.whenReady()])
  const url = ready && typeof ready === 'object' ? Reflect.get(ready, 'url') : undefined
  if (typeof url !== 'string') throw new Error('The studio was ready without saying its address')
  const window: BrowserWindow = openControlRoom(url)
  app.on('second-instance', () => window.focus())
  process.send?.({ type: 'ready', url })
}

main().catch((error: Error) => {
  console.error(error.message)
  app.exit(1)
})
