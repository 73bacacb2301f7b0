// Selects the kind of door that this machine supports.
import { canTellPeers } from '../../system/peer-owner.ts';
import { type Doors, SocketDoors, type SocketDoorsOptions } from './doors.ts';
import { FileDoors } from './file-doors.ts';

/** A browser is then opened without a code: it authenticates with its stored token, or its human opens the printed link. */
const NO_DOORS: Doors = { prepare: async () => {}, open: () => null, close() {} };

/** `directory` is private to this user; null where there is none. */
export function selectDoors(options: SocketDoorsOptions, directory: string | null): Doors {
  if (canTellPeers()) return new SocketDoors(options);
  // Confined browsers on Linux, such as snaps, cannot read hidden directories, and then show no useful error.
  if (process.platform === 'linux' || directory === null) return NO_DOORS;
  return new FileDoors({ directory, lead: options.lead });
}
