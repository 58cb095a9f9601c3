/**
 * The trained networks: opens the models of a folder, proves that each is the file its list names and has the shape our code
 * expects, and runs it on what the machine has, falling back to the processor. It knows nothing of cards or wheels, and
 * hands no byte to the runtime before its hash is right.
 */
import { modelInterfaces } from './interface.ts'
import { type Manifest, type ModelName, readManifest, readModel } from './manifest.ts'
import { FallbackModel, type Model, type ProviderNews } from './model.ts'
import { namedProvider, usualProviders } from './provider.ts'
import { VisionError } from './vision-error.ts'

export { type ModelName, modelNames } from './manifest.ts'
export type { Model, ProviderNews } from './model.ts'
export { VisionError } from './vision-error.ts'

interface VisionModelsOptions {
  /** Holds `models.json` and the files that it names. */
  readonly folder: string
  /** Names of onnxruntime's execution providers, best first; by default what this platform may have, then the processor. */
  readonly providers?: readonly string[]
  /** Told when a provider is missing or fails and the next takes its place. */
  readonly told?: (news: ProviderNews) => void
}

/** All models of a folder; each loads at its first run. */
export class VisionModels implements AsyncDisposable {
  readonly #options: VisionModelsOptions
  readonly #manifest: Manifest
  readonly #open = new Map<ModelName, FallbackModel>()

  private constructor(options: VisionModelsOptions, manifest: Manifest) {
    this.#options = options
    this.#manifest = manifest
  }

  /** @throws VisionError `model_missing` or `model_damaged`, where the folder has no list that can be read */
  static async open(options: VisionModelsOptions): Promise<VisionModels> {
    return new VisionModels(options, await readManifest(options.folder))
  }

  /** @throws VisionError `model_missing`, where the list does not name it */
  get cardFinder(): Model {
    return this.#model('card-finder')
  }

  /** @throws VisionError `model_missing`, where the list does not name it */
  get cardReader(): Model {
    return this.#model('card-reader')
  }

  /** @throws VisionError `model_missing`, where the list does not name it */
  get wheelReader(): Model {
    return this.#model('wheel-reader')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.values()].map((model) => model[Symbol.asyncDispose]()))
  }

  #model(name: ModelName): Model {
    const open = this.#open.get(name)
    if (open) return open
    const { folder, providers = usualProviders(process.platform), told = () => {} } = this.#options
    const entry = this.#manifest[name]
    if (!entry) throw new VisionError('model_missing', `the list of vision models in ${folder} does not name ${name}`)
    const model = new FallbackModel({
      id: `${name}@${entry.version}`,
      sha256: entry.sha256,
      expects: modelInterfaces[name],
      read: () => readModel(folder, entry),
      providers: providers.map(namedProvider),
      told,
    })
    this.#open.set(name, model)
    return model
  }
}
