import { fileURLToPath } from 'node:url'

/** The house's own models, with their manifest. */
export const modelsFolder = fileURLToPath(new URL('../../../assets/models', import.meta.url))
