// Provides the page's model to components, so that they need not pass it along.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AppModel } from './app-model.ts';

const AppContext = createContext<AppModel | null>(null);

export const AppProvider = AppContext.Provider;

export function useApp(): AppModel {
  const app = useContext(AppContext);
  if (!app) throw new Error('a component stands outside the page');
  return app;
}
