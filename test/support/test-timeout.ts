// For suites that start servers or wait for them under load: the timeout of a test or hook on a busy machine. Speed is
// never asserted by time.
jest.setTimeout(120_000);
