import { defineConfig } from 'vite'

/** The desktop's main process as one file that Electron loads: its Node may be older than 24 and cannot read TypeScript. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../.build/electron',
    emptyOutDir: true,
    target: 'node20',
    ssr: 'main.ts',
    minify: false,
    rollupOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'main.cjs' } },
  },
  ssr: { noExternal: true, external: ['electron'] },
})
