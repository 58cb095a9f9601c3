import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The player page, built into what the gateway serves at `/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { outDir: '../../.build/player', emptyOutDir: true, target: 'es2024', assetsInlineLimit: 0 },
})
