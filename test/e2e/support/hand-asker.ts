// A prompt registered by hand: with what no flag of the command gives, and acknowledged only when the test says so.
import assert from 'node:assert/strict';
import { findPortal } from '../../../src/client/connect.ts';
import type { PortalToAsker } from '../../../src/protocol/asker.ts';
import { newPromptId } from '../../../src/system/ids.ts';
import { resolvePaths } from '../../../src/system/paths.ts';
import { Asker } from '../../helpers/asker.ts';
import type { Stage } from './browser.ts';

export interface HandAsker {
  readonly id: string;
  readonly link: URL;
  /** Resolves once the portal told the outcome. */
  settled(): Promise<Extract<PortalToAsker, { type: 'settled' }>>;
  /** Tells the portal that the outcome was handed on. */
  acknowledge(): void;
}

/**
 * Registers a prompt at the stage's portal, which must be running; `spec` needs a question and options. `more` is added to
 * the message, such as `from`.
 */
export async function askByHand(stage: Stage, spec: object, more: object = {}): Promise<HandAsker> {
  const portal = (await findPortal(resolvePaths(stage.home.env))) ?? assert.fail('no portal runs');
  const asker = await Asker.connect(portal.socketPath);
  stage.after(() => asker.die());
  const id = newPromptId();
  const { url } = await asker.open(id, { kind: 'select', ...spec }, more);
  return {
    id,
    link: new URL(url),
    settled: () => asker.heard('settled'),
    acknowledge: () => asker.send({ type: 'received' }),
  };
}
