// The open WebSockets of one transport: adopts them, pings the silent ones, cuts the dead ones, closes them all.
import { GuardedSocket, type RawSocket } from './guarded-socket.ts';
import type { AcceptedUpgrade } from './judge.ts';
import type { TransportHandlers, TransportOptions } from './transport.ts';
import { failedWire } from './wire-reply.ts';

/** A socket is silent for the idle timeout, at most a quarter longer, when it is cut. */
const BEATS_PER_TIMEOUT = 4;
/** Pinged from half of the idle timeout on. */
const SILENT_BEATS_BEFORE_PING = 2;

/**
 * Silence is counted in beats of one timer and not in elapsed time, so that a process that was stopped or suspended
 * does not cut its peers on waking. The native engine's own idle timer is not used: it starts anew on every send.
 */
export class OpenSockets {
  readonly #handlers: TransportHandlers;
  readonly #options: TransportOptions;
  readonly #silentBeats = new Map<GuardedSocket, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(handlers: TransportHandlers, options: TransportOptions) {
    this.#handlers = handlers;
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), (options.idleTimeoutSeconds * 1000) / BEATS_PER_TIMEOUT);
    this.#timer.unref();
  }

  /** Takes over a socket whose handshake is done. Its listener hears `open` before this returns. */
  adopt(raw: RawSocket, accepted: AcceptedUpgrade): GuardedSocket {
    const socket = new GuardedSocket(raw, accepted.listener, {
      maxMessageBytes: Math.min(accepted.maxMessageBytes, this.#options.maxMessageBytes),
      maxBackpressureBytes: this.#options.maxBackpressureBytes,
      failed: (error) => failedWire(this.#handlers, error),
      gone: (gone) => this.#silentBeats.delete(gone),
    });
    this.#silentBeats.set(socket, accepted.maySleep ? Number.NEGATIVE_INFINITY : 0);
    socket.opened();
    return socket;
  }

  /** The peer of `socket` gave a sign of life. */
  heard(socket: GuardedSocket): void {
    const beats = this.#silentBeats.get(socket);
    if (beats !== undefined && beats > 0) this.#silentBeats.set(socket, 0);
  }

  /** Closes every socket with 1001, for good: none may be adopted afterwards. */
  closeAll(): void {
    clearInterval(this.#timer);
    for (const socket of this.#silentBeats.keys()) socket.close(1001, 'going away');
  }

  #beat(): void {
    for (const [socket, beats] of this.#silentBeats) {
      const silent = beats + 1;
      this.#silentBeats.set(socket, silent);
      if (silent > BEATS_PER_TIMEOUT) socket.terminate();
      else if (silent >= SILENT_BEATS_BEFORE_PING) socket.ping();
    }
  }
}
