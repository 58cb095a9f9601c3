/**
 * A media process that a test speaks through: each JSON line from `SCRIPTED_MEDIA_PORT` becomes a report to the studio,
 * and each command of the studio a line there.
 */
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
const socket = connect(Number(process.env.SCRIPTED_MEDIA_PORT), '127.0.0.1')
socket.on('error', () => process.exit(1))
socket.on('close', () => process.exit(0))
socket.on('connect', () => process.send?.({ type: 'ready' }))
process.on('message', (command) => socket.write(`${JSON.stringify(command)}\n`))
createInterface(socket).on('line', (line) => {
  const report = JSON.parse(line)
  if (typeof report.crop === 'string') report.crop = Buffer.from(report.crop, 'base64')
  if (typeof report.look?.still === 'string') report.look.still = Buffer.from(report.look.still, 'base64')
  process.send?.(report)
})
