// Shows a part of the page once it is loaded, and something else until then.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Chunk } from '../chunk.ts';
import { strings } from '../i18n/strings.ts';

export interface LoadedProps<T> {
  readonly chunk: Chunk<T>;
  readonly waiting?: ComponentChildren;
  /** In its place when it cannot be loaded. */
  readonly failed?: ComponentChildren;
  readonly children: (module: T) => ComponentChildren;
}

export function Loaded<T>({ chunk, waiting = null, failed = <LoadFailure />, children }: LoadedProps<T>) {
  useEffect(() => chunk.load(), [chunk]);
  const state = chunk.state.value;
  if (state.status === 'ready') return <>{children(state.module)}</>;
  return <>{state.status === 'failed' ? failed : waiting}</>;
}

/** What was picked and typed is safe with the portal while the page is loaded anew. */
function LoadFailure() {
  return (
    <div class="load-failure" role="alert" data-testid="load-failure">
      <p class="notice">{strings.chunk.failed}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {strings.chunk.reload}
      </button>
    </div>
  );
}
