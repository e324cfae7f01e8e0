import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'lab/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts', 'console/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    // Vitest would leave a core free, which on two cores is half of them; tests wait for servers more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for comes late on a busy machine; its own second would make that a failure.
    expect: { poll: { timeout: 15_000 } },
  },
});
