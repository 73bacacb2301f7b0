// The field in which typing is meant has the focus from the start.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Gives `field` the focus when it appears, unless the human has gone somewhere by then. */
export function useFirstFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    const isUntouched = activeElement === null || activeElement === document.body || activeElement.matches('h1');
    // What stands above it is there to be read first.
    if (isUntouched) field.current?.focus({ preventScroll: true });
  }, [field]);
}
