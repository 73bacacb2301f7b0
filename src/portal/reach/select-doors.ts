// Which kind of door this machine can have.
import { canTellPeers } from '../../system/peer-owner.ts';
import { type Doors, SocketDoors, type SocketDoorsOptions } from './doors.ts';
import { FileDoors } from './file-doors.ts';

/** A browser is then opened without a code: it comes in by the token that it keeps, or its human by the printed link. */
const NO_DOORS: Doors = { prepare: async () => {}, open: () => null, close() {} };

/** `directory` is private to this user; null where there is none. */
export function selectDoors(options: SocketDoorsOptions, directory: string | null): Doors {
  if (canTellPeers()) return new SocketDoors(options);
  // Browsers that Linux confines, as snaps, cannot read hidden directories, and say nothing of use then.
  if (process.platform === 'linux' || directory === null) return NO_DOORS;
  return new FileDoors({ directory, lead: options.lead });
}
