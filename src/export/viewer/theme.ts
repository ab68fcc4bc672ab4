import { button } from './element.ts';
import type { ViewerState } from './state.ts';

/** The switch between light and dark; at first the page is as the system is. */
export function themeSwitch(state: ViewerState): HTMLElement {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const { dataset } = document.documentElement;
  const isDark = (): boolean => (dataset.theme === undefined ? system.matches : dataset.theme === 'dark');
  const name = (): string => (isDark() ? 'Light' : 'Dark');
  const made = button(name(), { title: 'Light or dark' }, () => {
    dataset.theme = isDark() ? 'light' : 'dark';
    made.textContent = name();
    state.themeChanged();
  });
  system.addEventListener('change', () => {
    made.textContent = name();
    state.themeChanged();
  });
  return made;
}
