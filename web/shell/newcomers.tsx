// A link to the first of the prompts that arrived since the current one: the page does not switch to them by itself.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';
import { LinkTo } from './link-to.tsx';

export function Newcomers() {
  const newcomers = useApp().newcomers.value;
  const [first] = newcomers;
  if (!first) return null;
  return (
    <LinkTo to={{ name: 'prompt', id: first.summary.id }} class="newcomers">
      {strings.newcomers(newcomers.length)}
    </LinkTo>
  );
}
