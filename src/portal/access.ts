// Who may enter the portal: codes in URLs, addresses that open a browser, tokens, and the tokens that were revoked.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Warning } from '../protocol/asker.ts';
import { codeFragment, PATHS, promptPage } from '../protocol/paths.ts';
import { Codes } from '../security/codes.ts';
import { FailedTokens } from '../security/failed-tokens.ts';
import { RevokedTokens } from '../security/revoked-tokens.ts';
import { type PortalIdentity, printedCode, tabName } from '../security/token.ts';
import type { Log } from '../system/log.ts';
import { TokenLinks } from './links/token-links.ts';
import type { Doors } from './reach/doors.ts';
import { selectDoors } from './reach/select-doors.ts';

export interface AccessOptions {
  readonly identity: () => PortalIdentity;
  readonly clock: Clock;
  readonly log: Log;
  /** Private directory of files that lead a browser here; null without. */
  readonly doorDirectory: string | null;
  /** Names of revoked tokens; null to forget them with this portal. */
  readonly revokedFile: string | null;
  /** The printed code of prompt `id` was used `uses` times. */
  readonly onCodeUse: (id: string, uses: number) => void;
  /** Something happened that the humans who wait must know. */
  readonly onWarning: (warning: Warning) => void;
}

const WARNINGS: Readonly<Record<Warning, string>> = {
  stranger: 'another user of this machine tried to open an address meant for a browser, and was refused',
  code_twice: 'a one-time code was used twice; the token it gave was revoked',
};

export class Access {
  readonly codes: Codes;
  readonly doors: Doors;
  readonly failedTokens: FailedTokens;
  readonly revoked: RevokedTokens;
  readonly tokenLinks = new TokenLinks();
  readonly #options: AccessOptions;

  constructor(options: AccessOptions) {
    const { identity, clock, doorDirectory, revokedFile, onCodeUse } = options;
    const now = () => clock.now();
    this.#options = options;
    this.codes = new Codes(identity, now, onCodeUse);
    const lead = (path: string) => this.codeUrl(path);
    this.doors = selectDoors({ now, lead, onStranger: () => this.#warn('stranger') }, doorDirectory);
    this.failedTokens = new FailedTokens(now);
    this.revoked = new RevokedTokens({ file: revokedFile, wall: () => clock.wall() });
  }

  /** Returns the URL that is printed for a human: its code is valid while the prompt is open. */
  printedUrl(id: string): string {
    return this.#origin + promptPage(id) + codeFragment(printedCode(this.#options.identity(), id));
  }

  /** Returns a URL of `path` whose code works once, for 60 s: anyone who sees it can use it. */
  codeUrl(path: string): string {
    // The dashboard's address is always the same, so a browser may have cached what another program served there.
    const query = path === PATHS.dashboard ? `?${randomBytes(6).toString('base64url')}` : '';
    return this.#origin + path + query + codeFragment(this.codes.issue());
  }

  /** Returns an address to open a browser with, which other users may see; without a code when no door is available. */
  oneTimeUrl(path: string): string {
    return this.doors.open(path) ?? this.#origin + path;
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#options.identity().port}`;
  }

  /** Revokes the token of a tab, closes its links and warns the humans who wait. */
  revoke(token: string): void {
    const name = tabName(token) ?? '';
    try {
      this.revoked.add(name);
    } catch (error) {
      this.#options.log.error('could not save a revoked token', error);
    }
    this.tokenLinks.close(name);
    this.#warn('code_twice');
  }

  #warn(warning: Warning): void {
    this.#options.log.warn(WARNINGS[warning]);
    this.#options.onWarning(warning);
  }
}
