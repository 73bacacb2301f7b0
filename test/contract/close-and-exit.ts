// Run as a process of its own: opens and closes a transport with peers of every kind, and must then end by itself.
import { Agent, get } from 'node:http';
import { WebSocket } from 'ws';
import { selectTransport } from '../../src/transport/select.ts';
import { accepting, echo, handlersWith, OPTIONS } from './portal-stub.ts';

const { create } = await selectTransport(process.argv[2]);
const transport = create(handlersWith(accepting(echo)), OPTIONS);
const port = await transport.listen('127.0.0.1', 0);

const client = new WebSocket(`ws://127.0.0.1:${port}/`);
await new Promise((resolve) => client.once('open', resolve));
const agent = new Agent({ keepAlive: true });
await new Promise((resolve) =>
  get({ host: '127.0.0.1', port, agent }, (response) => response.resume().once('end', resolve)),
);
process.stdout.write('open\n');
await transport.close();
process.stdout.write('closed\n');
