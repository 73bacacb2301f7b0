// Collects the licences of the packages whose code is in dist/, which those licences require.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns one text with the licences of the packages that `inputs`, paths of bundled sources, belong to. Throws for a
 * package without one.
 */
export function describeThirdParties(root: string, inputs: readonly string[]): string {
  const folders = inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const sections = [...new Set(folders)].sort().map((folder) => describe(join(root, folder)));
  return `Code of these packages is part of dist/.\n\n${sections.join('\n')}`;
}

function describe(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (file === undefined) throw new Error(`${name} comes without its licence`);
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
