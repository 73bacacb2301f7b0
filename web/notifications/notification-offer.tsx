// The offer to turn notifications on. The browser's permission dialog opens only after a click here.
import { strings } from '../i18n/strings.ts';
import { askPermission, dismissOffer, mayOfferNotifications } from './permission.ts';

export function NotificationOffer() {
  if (!mayOfferNotifications.value) return null;
  return (
    <aside class="offer" aria-label={strings.offer.label} data-testid="notification-offer">
      <p>{strings.offer.text}</p>
      <div class="offer-buttons">
        <button type="button" class="button" onClick={() => void askPermission()}>
          {strings.offer.enable}
        </button>
        <button type="button" class="button quiet" onClick={dismissOffer}>
          {strings.offer.dismiss}
        </button>
      </div>
    </aside>
  );
}
