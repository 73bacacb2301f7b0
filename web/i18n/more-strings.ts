// The later words of the dictionary in use.
import { enMore } from './en-more.ts';
import { dictionary, liveWords, type MoreStrings } from './strings.ts';

export const more: MoreStrings = liveWords(enMore, () => dictionary.value.more ?? enMore);
