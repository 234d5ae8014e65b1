import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/catalog/**'],
          testTimeout: 30_000,
          // Most of the time goes into processes that tests start, so the default of one worker less idles a core.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          // The packs of the catalog, and every case of theirs.
          name: 'packs',
          include: ['test/catalog/**/*.test.ts', 'hooks-catalog/*/test/**/*.test.ts'],
          testTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          // What needs many starts of the command line program.
          name: 'cli',
          include: ['test/**/*.cli.ts'],
          testTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          // What is killed, hangs, is out of time or comes in bursts: slow by nature.
          name: 'faults',
          include: ['test/**/*.faults.ts'],
          testTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          // What comes from somebody who means harm: archives, texts, repositories, registries.
          name: 'hostile',
          include: ['test/**/*.hostile.ts'],
          testTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          globalSetup: ['test/e2e/client/once.ts'],
          // The client waits more than it works.
          maxWorkers: '100%',
        },
      },
    ],
  },
})
