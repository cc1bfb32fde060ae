import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const nearestPackage = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder));

/**
 * Folder of the running program: the checkout, or what `npm run build` made of it. Rule files, migrations and the
 * analysts' guide lie at the same place below both.
 */
export const PROGRAM_FOLDER = nearestPackage(import.meta.dirname);
