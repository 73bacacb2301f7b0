// The open WebSockets of one transport: adopts them, pings silent ones, terminates dead ones, and closes them all.
import { GuardedSocket, type RawSocket } from './guarded-socket.ts';
import type { AcceptedUpgrade } from './judge.ts';
import type { TransportHandlers, TransportOptions } from './transport.ts';
import { failedWire } from './wire-reply.ts';

/** A socket is terminated once it was silent for the idle timeout, at most a quarter longer. */
const BEATS_PER_TIMEOUT = 4;
/** A socket is pinged from half of the idle timeout on. */
const SILENT_BEATS_BEFORE_PING = 2;

/**
 * Silence is counted in beats of one timer and not in elapsed time, so that a process that was stopped or suspended
 * does not terminate its peers when it resumes. The native engine's idle timer is not used: it restarts on every send.
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

  /** Takes over a socket whose handshake is done. Calls `open` of its listener before it returns. */
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

  /** The peer of `socket` sent something: its silence ends. */
  heard(socket: GuardedSocket): void {
    const beats = this.#silentBeats.get(socket);
    if (beats !== undefined && beats > 0) this.#silentBeats.set(socket, 0);
  }

  /** Closes every socket with 1001. No socket may be adopted afterwards. */
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
