/** Counts the characters that are form-decoded, in queries and bodies, while `work` runs. */
export async function decodedBy(work: () => Promise<unknown>): Promise<number> {
  const { URLSearchParams: original } = globalThis;
  let characters = 0;
  globalThis.URLSearchParams = class extends original {
    constructor(...given: ConstructorParameters<typeof original>) {
      super(...given);
      if (typeof given[0] === 'string') characters += given[0].length;
    }
  };
  try {
    await work();
  } finally {
    globalThis.URLSearchParams = original;
  }
  return characters;
}
