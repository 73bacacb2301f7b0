// Where to go from a prompt that is over: to whatever else waits.
import { ActiveList } from '../components/active-list.tsx';
import { useApp } from '../components/context.ts';
import { strings } from '../i18n/strings.ts';

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
