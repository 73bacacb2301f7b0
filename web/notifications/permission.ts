// The browser's permission for notifications: its state, and how to request it.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { recall, remember } from '../shell/storage.ts';

const DISMISSED = 'choice.notifications.dismissed';

export const notificationsExist = 'serviceWorker' in navigator && 'Notification' in globalThis;

const permission = signal<NotificationPermission>(notificationsExist ? Notification.permission : 'denied');
const dismissed = signal(recall(DISMISSED) !== null);

/** True once notifications will be shown. */
export const canNotify = computed(() => permission.value === 'granted');

/** True while the user has neither decided about notifications nor dismissed the offer. */
export const mayOfferNotifications = computed(() => permission.value === 'default' && !dismissed.value);

/** The browser's permission for notifications from this page. */
export const notificationPermission: ReadonlySignal<NotificationPermission> = permission;

/** Call it from a click only: browsers block pages that ask without one. */
export async function askPermission(): Promise<void> {
  permission.value = await Notification.requestPermission();
}

export function dismissOffer(): void {
  remember(DISMISSED, 'yes');
  dismissed.value = true;
}
