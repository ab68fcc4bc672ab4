import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As a user of the library writes it: small logic of notebooks does.
  resolve: { alias: { stemma: new URL('src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build-viewer.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: 'Pacific/Apia' },
  },
});
