/**
 * `npm run -s sensors -- decode <codec> < bytes`: one line of JSON for each message that the protocol allows, in order, as
 * the bytes come. What was refused is counted by reason on stderr in the end, one line of JSON. Ends with 0 however much
 * was refused, also when its reader goes early; with 2 when it was not asked as it must be.
 */
import { pipeline } from 'node:stream/promises'
import type { Codec } from '../codec.ts'
import { codecs } from '../codecs.ts'
import { lineInWords } from '../protocol-facts.ts'

const usage = `Use:
  npm run -s sensors -- decode <codec> < bytes
Codecs:
${[...codecs].map(([name, { facts }]) => `  ${name.padEnd(10)} ${inWords(facts)}`).join('\n')}`

function inWords({ device, line, framing }: Codec['facts']): string {
  return `${device}; ${lineInWords(line.value)} (${line.mark}); ${framing.value}`
}

async function decode(codec: Codec): Promise<void> {
  const decoder = codec.decoder()
  let accepted = 0
  const refused: Record<string, number> = {}

  function lines(frames: ReturnType<typeof decoder.push>): string {
    let text = ''
    for (const { type, raw, reason, ...fields } of frames) {
      if (reason === undefined) {
        accepted += 1
        text += `${JSON.stringify({ type, raw, ...fields })}\n`
      } else refused[reason] = (refused[reason] ?? 0) + 1
    }
    return text
  }

  async function* told(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    for await (const chunk of chunks) yield lines(decoder.push(chunk))
    yield lines(decoder.end())
  }

  try {
    await pipeline(process.stdin, told, process.stdout)
  } catch (cause) {
    // Whoever reads has seen enough.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPIPE')) throw cause
  }
  console.error(JSON.stringify({ accepted, refused }))
}

const [command, name = '', ...more] = process.argv.slice(2)
const codec = codecs.get(name)
if (command !== 'decode' || codec === undefined || more.length > 0) {
  console.error(usage)
  process.exitCode = 2
} else {
  await decode(codec)
}
