/**
 * Brings the panels of an exported page to life: for each
 * `<script type="application/json" data-clvwidgets>` it mounts one in the element before the
 * script if that has the attribute `data-clvwidgets-panel` (what stands in it, such as a picture
 * for pages without scripts, makes room), else in a new element in the script's place.
 */
import { mountPanel, stubHost, stubModel } from '../live/panel_module';
import type { PanelJSON } from '../../contract/declaration';
import { sharedVega } from '../../base/registry';
import { storedFault } from '../../safety/stored';
import * as vega from '../../vega';

function mountAll(): void {
  const host = stubHost(() => sharedVega(async () => vega), 'page');
  const scripts = 'script[type="application/json"][data-clvwidgets]';
  for (const script of document.querySelectorAll<HTMLScriptElement>(scripts)) {
    const place = placeFor(script);
    try {
      const json: PanelJSON = JSON.parse(script.textContent ?? '');
      const fault = storedFault(json);
      if (fault) {
        // The picture stays where there is one.
        place.append(fault);
        continue;
      }
      place.replaceChildren();
      mountPanel(place, stubModel(json), host);
    } catch (problem) {
      place.textContent = `This panel could not be shown: ${(problem as Error).message}`;
    }
  }
}

function placeFor(script: HTMLScriptElement): HTMLElement {
  const before = script.previousElementSibling;
  const place = before?.matches('[data-clvwidgets-panel]') ? before : document.createElement('div');
  if (place !== before) script.before(place);
  return place as HTMLElement;
}

mountAll();
