import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const COPIED = ['src', 'examples', 'package.json', 'tsconfig.json', '.dependency-cruiser.js'];

/** A temporary copy of the tree, for planted violations. */
export class TreeCopy {
  private constructor(readonly root: string) {}

  /** `more` lists files to copy beside the sources. */
  static make(more: readonly string[] = []): TreeCopy {
    const root = mkdtempSync(join(tmpdir(), 'ca-tree-'));
    for (const name of [...COPIED, ...more].filter((each) => existsSync(each))) {
      cpSync(name, join(root, name), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
    return new TreeCopy(root);
  }

  plant(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
