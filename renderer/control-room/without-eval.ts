import { config } from 'zod'

// The window's policy forbids eval; zod would try it at the first schema. Imported before anything that makes one.
config({ jitless: true })
