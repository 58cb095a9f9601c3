import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test/results/e2e',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test/results/e2e.json' }]],
  projects: [
    { name: 'chromium', testIgnore: /electron/ },
    { name: 'electron', testMatch: /electron/ },
  ],
})
