// Gives the main text field of a prompt the focus from the start.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Focuses `field` when it appears, unless the human has already moved the focus. */
export function useFirstFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    const isUntouched = activeElement === null || activeElement === document.body || activeElement.matches('h1');
    // Without scrolling: the human reads what is above the field first.
    if (isUntouched) field.current?.focus({ preventScroll: true });
  }, [field]);
}
