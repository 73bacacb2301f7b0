// The heading of a view. It takes the focus when its view appears, so that reading and tabbing continue from there.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface HeadingProps {
  readonly id?: string;
  /** Screen readers announce its changes. */
  readonly live?: boolean;
  readonly children: ComponentChildren;
}

export function Heading({ id, live = false, children }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A text field that already has the focus keeps it.
    if (!document.activeElement?.matches('[data-typing]')) heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <h1 ref={heading} id={id} tabIndex={-1} aria-live={live ? 'polite' : undefined}>
      {children}
    </h1>
  );
}
