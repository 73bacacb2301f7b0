// Notifications as the page sees them: whether the browser shows them, and asking for that.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { recall, remember } from '../shell/storage.ts';

const DISMISSED = 'choice.notifications.dismissed';

export const notificationsExist = 'serviceWorker' in navigator && 'Notification' in globalThis;

const permission = signal<NotificationPermission>(notificationsExist ? Notification.permission : 'denied');
const dismissed = signal(recall(DISMISSED) !== null);

/** True once notifications will be shown. */
export const canNotify = computed(() => permission.value === 'granted');

/** True while the human has neither decided about notifications nor put the question away. */
export const mayOfferNotifications = computed(() => permission.value === 'default' && !dismissed.value);

/** What the browser says about notifications from this page. */
export const notificationPermission: ReadonlySignal<NotificationPermission> = permission;

/** To be called from a click only: browsers hold the question against pages that ask unbidden. */
export async function askPermission(): Promise<void> {
  permission.value = await Notification.requestPermission();
}

export function dismissOffer(): void {
  remember(DISMISSED, 'yes');
  dismissed.value = true;
}
