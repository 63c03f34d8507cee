import { ProblemError } from '../../../../src/kernel/errors/problem-error.js';
import { checkAllows } from '../../../../src/product-api/automations/internal/states.js';

const ACTIONS = ['activate', 'pause', 'archive', 'edit', 'delete', 'trigger'] as const;

function refused(status: Parameters<typeof checkAllows>[0], action: (typeof ACTIONS)[number]) {
  try {
    checkAllows(status, action);
    return null;
  } catch (error) {
    return error as ProblemError;
  }
}

describe('the states of an automation', () => {
  it.each([
    ['draft', ['activate', 'archive', 'edit', 'delete']],
    ['active', ['pause', 'archive', 'edit', 'trigger']],
    ['paused', ['activate', 'archive', 'edit']],
    ['archived', []],
  ] as const)('%s allows %j', (status, allowed) => {
    expect(ACTIONS.filter((action) => refused(status, action) === null).sort()).toEqual(
      [...allowed].sort(),
    );
  });

  it('refuse anything else by name', () => {
    const problem = refused('paused', 'pause');
    expect(problem?.code).toBe('invalid_state');
    expect(problem?.options.members).toEqual({
      ...{ state: 'paused', allowed_actions: ['activate', 'archive', 'edit'] },
    });
  });
});
