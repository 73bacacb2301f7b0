// The dictionary in use.
import { en } from './en.ts';

export type Strings = typeof en;

export const strings: Strings = en;
