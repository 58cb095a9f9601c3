import { env, InferenceSession } from 'onnxruntime-node'

/** What can run a model: a processor and its library. */
export interface Provider {
  /** As onnxruntime calls it: `cpu`, `cuda`, `coreml`, `dml`. */
  readonly name: string
  /** Fails where the machine lacks it. */
  open(bytes: Uint8Array): Promise<InferenceSession>
}

// Printed by onnxruntime itself on stderr otherwise, such as that a machine has no CUDA; we tell failures in our own words.
env.logLevel = 'fatal'
const silent = 4

/** One thread: several eyes share the machine with encoders, and each eye must know what it costs. */
const sessionOptions: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: silent,
}

export const namedProvider = (name: string): Provider => ({
  name,
  open: (bytes) => InferenceSession.create(bytes, { ...sessionOptions, executionProviders: [name] }),
})

/** What this platform may have, best first; the processor itself is always there. */
export function usualProviders(platform: NodeJS.Platform): readonly string[] {
  switch (platform) {
    case 'linux':
      return ['cuda', 'cpu']
    case 'darwin':
      return ['coreml', 'cpu']
    case 'win32':
      return ['dml', 'cpu']
    default:
      return ['cpu']
  }
}
