import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  // The oldest Chromium that shows this window is the one in Electron 33. Fonts stay files: the policy allows no data: fonts.
  build: { outDir: here('../../.build/control-room'), emptyOutDir: true, target: 'chrome130', assetsInlineLimit: 0 },
})
