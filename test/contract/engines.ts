// The engines under test: every test of the contract suite runs once for each of them.
import { describe, type TestContext, test } from 'node:test';
import { selectTransport } from '../../src/transport/select.ts';
import type { Engine, TransportFactory } from '../../src/transport/transport.ts';

export interface EngineUnderTest {
  readonly engine: Engine;
  readonly create: TransportFactory;
}

/** A published native binary is known to fit and load here, so that its absence is a failure and not a skip. */
const UWS_IS_DUE =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  process.versions.modules === '115' &&
  'glibcVersionRuntime' in (process.report.getReport() as { header: object }).header;

/** Runs `suite` for each engine, everything side by side. */
export function forEachEngine(suite: (under: EngineUnderTest) => void): void {
  describe('transport', { concurrency: true }, () => {
    for (const engine of ['uws', 'node'] as const) {
      describe(engine, { concurrency: true }, () => defineSuite(engine, suite));
    }
  });
}

/** Engines that load on this machine; at least the one on node:http. */
export async function loadedEngines(): Promise<readonly EngineUnderTest[]> {
  const loaded = await Promise.all((['uws', 'node'] as const).map((engine) => load(engine)));
  return loaded.filter((one) => typeof one !== 'string');
}

async function defineSuite(engine: Engine, suite: (under: EngineUnderTest) => void): Promise<void> {
  const loaded = await load(engine);
  if (typeof loaded !== 'string') {
    suite(loaded);
  } else if (UWS_IS_DUE) {
    test('the native engine loads on this machine', () => {
      throw new Error(loaded);
    });
  } else {
    test('the native engine', (t: TestContext) => t.skip(loaded));
  }
}

async function load(engine: Engine): Promise<EngineUnderTest | string> {
  try {
    return await selectTransport(engine);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
