import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Codec } from 'node-av'
import { type EncoderCapability, encoderCapabilitySchema } from '../messages/index.ts'
import { type EncoderCandidate, encoderCandidates } from './candidates.ts'

/** One encoder's trial, from the start of its process; drivers take up to seconds to start. */
const trialMsMax = 10_000
const program = fileURLToPath(new URL('./probe-one.ts', import.meta.url))

/**
 * Finds out what this machine's encoders can do by encoding with each, one after the other, each in a process of its own
 * with low priority: about 0.3 s each, 10 s where a driver hangs.
 *
 * @param signal ends it: what was not tried by then is left out
 */
export async function probeEncoders(signal?: AbortSignal): Promise<EncoderCapability[]> {
  const capabilities: EncoderCapability[] = []
  for (const candidate of encoderCandidates) {
    if (signal?.aborted) break
    capabilities.push(await probe(candidate, signal))
  }
  return capabilities
}

async function probe(candidate: EncoderCandidate, signal: AbortSignal | undefined): Promise<EncoderCapability> {
  const { name, family, codec } = candidate
  const cannot = (why: string) => ({ name, family, codec, usable: false, why, fps: null, sessionsMax: null })
  if (!Codec.findEncoderByName(name)) return cannot(`This build of FFmpeg has no ${name}`)
  const child = fork(program, [name], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const found = Promise.withResolvers<EncoderCapability>()
  child.on('message', (message) => {
    const parsed = encoderCapabilitySchema.safeParse(message)
    found.resolve(parsed.success ? parsed.data : cannot('Its trial told nothing that makes sense'))
  })
  child.on('error', ({ message }) => found.resolve(cannot(`It could not be tried: ${message}`)))
  child.on('exit', (code, killedBy) => found.resolve(cannot(`The driver ended its process (${killedBy ?? code})`)))
  const timer = setTimeout(
    () => found.resolve(cannot(`It did not come to an end within ${trialMsMax / 1000} s`)),
    trialMsMax,
  )
  const stop = () => found.resolve(cannot('It was not tried to the end'))
  signal?.addEventListener('abort', stop)
  try {
    return await found.promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    // A driver may hang in the kernel: nobody waits for its process to end.
    child.kill('SIGKILL')
  }
}
