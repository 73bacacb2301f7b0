// Starts FastAPI on uvicorn, to compare with server.ts; returns null where it is not installed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { eventually, type Scope } from '../../test/helpers/choice.ts';

export const FASTAPI_PACKAGES = 'python3-fastapi python3-uvicorn python3-wsproto';

export interface FastApi {
  readonly port: number;
  call<T>(path: string): Promise<T>;
  end(): Promise<void>;
}

export async function startFastApi(scope: Scope): Promise<FastApi | null> {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', 'import fastapi, uvicorn, wsproto']).status !== 0) return null;
  const port = await findPort();
  const args = ['-m', 'uvicorn', 'fastapi_server:app', '--ws', 'wsproto', '--ws-ping-interval', '60'];
  const child = spawn(python, [...args, '--port', String(port), '--log-level', 'warning'], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // On SIGTERM it would wait until all connections are closed.
  scope.after(() => void child.kill('SIGKILL'));
  const call = async <T>(path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).json() as Promise<T>;
  await eventually(
    () =>
      call('/usage').then(
        () => true,
        () => false,
      ),
    'the start of FastAPI',
  );
  return {
    port,
    call,
    async end() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
