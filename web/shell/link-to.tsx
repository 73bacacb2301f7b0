// A link to a view of this page: it routes without a reload, and leaves clicks with a modifier to the browser.
import type { ComponentChildren } from 'preact';
import { useApp } from './context.ts';
import { type Route, routePath, sameRoute } from './route.ts';

export function LinkTo({ to, class: name, children }: { to: Route; class?: string; children: ComponentChildren }) {
  const app = useApp();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    app.navigate(to);
  };
  return (
    <a
      href={routePath(to)}
      class={name}
      aria-current={sameRoute(to, app.route.value) ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
