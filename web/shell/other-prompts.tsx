// The other active prompts, beside or below an open one. Changes to the list do not move anything else.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { strings } from '../i18n/strings.ts';
import { ActiveList } from './active-list.tsx';
import { useApp } from './context.ts';

export function OtherPrompts() {
  const prompt = useApp().prompt.value;
  if (!prompt || prompt.settlement.value || prompt.presence.value !== 'here') return null;
  return <Others key={prompt.id} id={prompt.id} />;
}

function Others({ id }: { id: string }) {
  const element = useRef<HTMLElement>(null);
  const highest = useRef(0);
  const others = useApp().list.prompts.value.filter(({ summary }) => summary.id !== id);
  // Keeps the greatest height so far: a page that got shorter would scroll, and move what the human is about to click. An
  // empty list is not measured: that would lay out the page before its first frame.
  useLayoutEffect(() => {
    if (!element.current || others.length === 0) return;
    highest.current = Math.max(highest.current, element.current.offsetHeight);
    element.current.style.minHeight = `${highest.current}px`;
  });
  if (others.length === 0) return <aside ref={element} class="others" aria-hidden="true" />;
  return (
    <aside ref={element} class="others" aria-label={strings.alsoWaiting}>
      <h2>{strings.alsoWaiting}</h2>
      <ActiveList prompts={others} />
    </aside>
  );
}
