// The heading of a view. It takes the focus when its view appears, so that reading and tabbing go on from there.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** `live`: its changes are said aloud. */
export function Heading({ live = false, children }: { live?: boolean; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} aria-live={live ? 'polite' : undefined}>
      {children}
    </h1>
  );
}
