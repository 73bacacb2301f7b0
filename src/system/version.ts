// The version of this package; the bundler inlines it.
import manifest from '../../package.json' with { type: 'json' };

export const version: string = manifest.version;
