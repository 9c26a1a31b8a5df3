export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/browser/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  globalSetup: "<rootDir>/test/support/global-setup.mjs",
  globalTeardown: "<rootDir>/test/support/global-teardown.mjs",
  // Generous: a slow machine is no fault of the code, and nothing here waits for time to pass.
  testTimeout: 60_000,
  maxWorkers: 2,
  // Modules of ended files are never let go of; near the heap's limit a worker does nothing but collect garbage.
  workerIdleMemoryLimit: "1GB",
};
