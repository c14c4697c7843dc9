/** Light or dark, as the page is now; one watch for all panels of a page. */
import { registry, type Theme, type ThemeWatch } from './registry';

/** JupyterLab and VS Code say it on the body; elsewhere the system's setting counts. */
export function currentTheme(): Theme {
  const { body } = document;
  const lab = body.dataset.jpThemeLight;
  if (lab) return lab === 'true' ? 'light' : 'dark';
  const named = body.dataset.vscodeThemeKind ?? body.className;
  if (/\bvscode-(dark|high-contrast)\b(?!-light)/.test(named)) return 'dark';
  if (/\bvscode-(light|high-contrast-light)\b/.test(named)) return 'light';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Calls back at once and at every change; the last panel to leave stops the watch. */
export function watchTheme(listener: (theme: Theme) => void): () => void {
  const shared = registry();
  const watch = (shared.theme ??= startWatch());
  watch.listeners.add(listener);
  listener(currentTheme());
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0) return;
    watch.stop();
    if (shared.theme === watch) delete shared.theme;
  };
}

function startWatch(): ThemeWatch {
  const listeners = new Set<(theme: Theme) => void>();
  let shown = currentTheme();
  const look = () => {
    const now = currentTheme();
    if (now === shown) return;
    shown = now;
    listeners.forEach((listener) => listener(now));
  };
  const observer = new MutationObserver(look);
  const attributeFilter = ['class', 'data-jp-theme-light', 'data-vscode-theme-kind'];
  observer.observe(document.body, { attributes: true, attributeFilter });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', look);
  const stop = () => {
    observer.disconnect();
    system.removeEventListener('change', look);
  };
  return { listeners, stop };
}
