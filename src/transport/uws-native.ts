// Types of the used part of uWebSockets.js, because the package may not be installed. Each WebSocket carries a `Data`.

export interface NativeModule {
  App<Data>(options: object): NativeApp<Data>;
  us_listen_socket_close(token: ListenToken): void;
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number;
  readonly DISABLED: number;
}

export type ListenToken = object;
export type UpgradeContext = object;

export interface NativeApp<Data> {
  any(pattern: string, handler: (res: NativeResponse<Data>, req: NativeRequest) => void): NativeApp<Data>;
  ws(pattern: string, behaviour: NativeBehaviour<Data>): NativeApp<Data>;
  listen(host: string, port: number, options: number, done: (token: ListenToken | false) => void): NativeApp<Data>;
  /** Removes whatever is at `path`. */
  listen_unix(done: (token: ListenToken | false) => void, path: string): NativeApp<Data>;
  close(): NativeApp<Data>;
}

/** Invalid once its handler has returned. */
export interface NativeRequest {
  getCaseSensitiveMethod(): string;
  getUrl(): string;
  getQuery(): string | undefined;
  forEach(visit: (name: string, value: string) => void): void;
}

/** Invalid once aborted or ended: accessing it then throws. */
export interface NativeResponse<Data> {
  onAborted(handler: () => void): void;
  /** The chunk becomes empty when the handler returns. */
  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): void;
  cork(write: () => void): void;
  writeStatus(status: string): void;
  writeHeader(name: string, value: string): void;
  end(body: Uint8Array, closeConnection: boolean): void;
  /** Its optional arguments are useless: the response stays open after a length above 0. */
  endWithoutBody(): void;
  upgrade(data: Data, key: string, protocol: string, extensions: string, context: UpgradeContext): void;
}

export interface NativeSocket<Data> {
  getUserData(): Data;
  getBufferedAmount(): number;
  /** 0: buffered for the peer; 1: sent; 2: dropped. */
  send(message: Uint8Array, isBinary: boolean, compress: boolean): 0 | 1 | 2;
  ping(): number;
  end(code: number, reason: string): void;
  close(): void;
}

export interface NativeBehaviour<Data> {
  readonly compression: number;
  readonly idleTimeout: number;
  readonly sendPingsAutomatically: boolean;
  readonly maxPayloadLength: number;
  readonly maxBackpressure: number;
  readonly closeOnBackpressureLimit: boolean;
  upgrade(res: NativeResponse<Data>, req: NativeRequest, context: UpgradeContext): void;
  open(ws: NativeSocket<Data>): void;
  message(ws: NativeSocket<Data>, message: ArrayBuffer, isBinary: boolean): void;
  ping(ws: NativeSocket<Data>): void;
  pong(ws: NativeSocket<Data>): void;
  close(ws: NativeSocket<Data>): void;
}
