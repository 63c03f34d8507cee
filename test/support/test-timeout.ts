// For the suites that start servers or wait for ones under load: how long a test or hook may take while other work keeps
// the machine busy. How fast anything must be is another question, and asked nowhere by time.
jest.setTimeout(120_000);
