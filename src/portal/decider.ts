// Who made a decision, for its outcome: everybody who reaches the portal is the user whose portal it is.
import type { Decider, Device, Surface } from '../core/prompt.ts';
import { currentAccount } from '../system/account.ts';

/** The human who decided on surface `by`. Only this user's own processes can tell which `device` was used. */
export function deciderOn(by: Surface, device: Device | undefined): Decider {
  return { ...currentAccount(), ...(by === 'browser' ? {} : device) };
}
