// Programs that tests need and that may be missing: `skip` of such tests.
import { findOnPath } from '../../scripts/find-on-path.ts';

/** False where `program` is installed; else why its tests are skipped. */
export function notInstalled(program: string): false | string {
  return findOnPath([program]) === null && `${program} is not installed here`;
}
