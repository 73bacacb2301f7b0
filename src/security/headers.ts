// Headers of every reply, including refusals.
import { createHash } from 'node:crypto';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  // Covers WebSockets of this origin too (CSP level 3 §6.7.2.8; a test in Chromium connects under it).
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The policy, extended to allow inline elements of a `kind` with exactly these contents. */
export function policyWith(kind: 'script' | 'style', ...contents: readonly string[]): string {
  const digests = contents.map((content) => ` 'sha256-${createHash('sha256').update(content).digest('base64')}'`);
  return CONTENT_SECURITY_POLICY.replace(`${kind}-src 'self'`, (sources) => sources + digests.join(''));
}

/** The browser features that the page does not use. */
const UNUSED_FEATURES = [
  'camera',
  'microphone',
  'geolocation',
  'payment',
  'usb',
  'serial',
  'hid',
  'midi',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'picture-in-picture',
  'screen-wake-lock',
  'idle-detection',
  'clipboard-read',
  'publickey-credentials-get',
  'accelerometer',
  'gyroscope',
  'magnetometer',
  'xr-spatial-tracking',
];

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  'cache-control': 'no-store',
};
