// Links from a settled prompt to the other waiting prompts.

import { strings } from '../i18n/strings.ts';
import { ActiveList } from '../shell/active-list.tsx';
import { useApp } from '../shell/context.ts';

export function NextSteps() {
  const { list, connection } = useApp();
  const others = list.prompts.value;
  // While the portal is away, the page cannot know what is waiting.
  if (others.length === 0 && connection.value !== 'open') return null;
  return (
    <div class="next">
      {others.length === 0 ? <p class="hint">{strings.settled.nothingElse}</p> : <h2>{strings.alsoWaiting}</h2>}
      <ActiveList prompts={others} />
    </div>
  );
}
