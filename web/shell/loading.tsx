// What stands in a view until the portal has sent its content.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';

export function Loading() {
  const { loading, crowded } = strings.presence;
  const isCrowded = useApp().isCrowded.value;
  return (
    <p class="card waiting" role="status">
      {isCrowded ? crowded : loading}
    </p>
  );
}
