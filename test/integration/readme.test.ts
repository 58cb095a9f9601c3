import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freePortBlock } from '../house/ports.ts'
import { processesOf } from '../house/processes.ts'

const minutes = 60_000

/** How each command of the README is proved: by running it here until it says this or ends well, or elsewhere. */
const proofs: Readonly<Record<string, { until: RegExp } | { ends: true } | { elsewhere: string }>> = {
  'npm start': { until: /^tablecast ready control-room=http\S+ player=http\S+$/m },
  'npm start -- --headless': { until: /^tablecast ready control-room=http\S+ player=http\S+$/m },
  'npm start -- --speed 5 --seed 7': { until: /^tablecast ready control-room=http\S+ player=http\S+$/m },
  'npm run backend': { until: /^tablecast backend ready gateway=http\S+$/m },
  'npm run studio -- --config assets/tables/roulette.json --headless': {
    until: /^tablecast ready control-room=http\S+$/m,
  },
  'npm test': { elsewhere: 'this is it' },
  'npm run check': { elsewhere: 'the first part of npm test' },
  'npm run bench -- virtual': { ends: true },
  'npm run bench -- media/delay': { ends: true },
  'npm run bench -- vision/looks': { ends: true },
  'npm run -s vision -- cards --images assets/pictures/cards.jpg --json': { until: /"cards":\[\{"rank":"/ },
  'npm run vision:eval -- --cards-pictures 20 --wheel-pictures 20': { ends: true },
  'npm run vision:train': { elsewhere: 'takes hours; each model card tells how it went' },
  'npm run test:judge -- --rounds 20000': { ends: true },
  "printf '*X;4;146; 9;0;158;0\\r\\n' | npm run -s sensors -- decode slingshot": { until: /^\{"type":"status"/m },
  'npm run soak -- --rounds 10': { elsewhere: 'rounds.test.ts' },
  'npm run soak -- --faults': { elsewhere: 'rounds.test.ts' },
  'npm run soak -- --media --minutes 1': { until: /"trial":"media".*"crashed":false/ },
}

const commands = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split('\n')
    .map((line) => line.replace(/\s+#.*/, '').trim())
    .filter((line) => line !== ''),
)

it('the README has commands, and each has its proof', () => {
  expect(commands.toSorted()).toEqual(Object.keys(proofs).toSorted())
})

it.each(commands.filter((command) => !('elsewhere' in (proofs[command] ?? {}))))(
  '%s',
  { timeout: 3 * minutes },
  async (command) => {
    const proof = proofs[command]
    const home = mkdtempSync(join(tmpdir(), 'tablecast-readme-'))
    chmodSync(home, 0o755)
    const env = {
      ...process.env,
      TABLECAST_HOME: home,
      TABLECAST_PORT_BASE: String(await freePortBlock()),
      DISPLAY: '',
    }
    const child = spawn('sh', ['-c', command], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await new Promise<void>((resolve) => {
      const hear = (data: Buffer) => {
        said += data
        if (proof && 'until' in proof && proof.until.test(said)) resolve()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      void ended.then(() => resolve())
    })
    if (proof && 'until' in proof) {
      expect(said).toMatch(proof.until)
      // Ctrl-C reaches everything that the terminal started.
      process.kill(-(child.pid ?? 0), 'SIGINT')
    }
    await ended
    if (proof && 'ends' in proof) expect(child.exitCode, said).toBe(0)
    expect(processesOf(home)).toEqual([])
    rmSync(home, { recursive: true, force: true })
  },
)
