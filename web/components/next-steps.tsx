// Where to go from a prompt that is over: to whatever else waits.
import { strings } from '../i18n/strings.ts';
import { ActiveList } from './active-list.tsx';
import { useApp } from './context.ts';

export function NextSteps() {
  const others = useApp().list.prompts.value;
  return (
    <div class="next">
      {others.length === 0 ? <p class="hint">{strings.settled.nothingElse}</p> : <h2>{strings.alsoWaiting}</h2>}
      <ActiveList prompts={others} />
    </div>
  );
}
