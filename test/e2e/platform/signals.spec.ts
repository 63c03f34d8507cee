import { TestApp } from '../../support/test-app.js';

describe('a signal to stop', () => {
  it('is left to the boot: Nest would close the database while requests and jobs still use it', async () => {
    const before = process.listenerCount('SIGTERM');
    const server = await TestApp.start();
    try {
      expect(process.listenerCount('SIGTERM')).toBe(before);
    } finally {
      await server.stop();
    }
  });
});
