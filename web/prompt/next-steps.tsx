// Where to go from a prompt that is over: to whatever else waits.

import { strings } from '../i18n/strings.ts';
import { ActiveList } from '../shell/active-list.tsx';
import { useApp } from '../shell/context.ts';

export function NextSteps() {
  const { list, connection } = useApp();
  const others = list.prompts.value;
  // What waits at a portal that is away, nobody here knows.
  if (others.length === 0 && connection.value !== 'open') return null;
  return (
    <div class="next">
      {others.length === 0 ? <p class="hint">{strings.settled.nothingElse}</p> : <h2>{strings.alsoWaiting}</h2>}
      <ActiveList prompts={others} />
    </div>
  );
}
