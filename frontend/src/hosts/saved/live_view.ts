/** The widget view of a panel whose model is alive, made by Jupyter's own widget manager. */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Widget } from '@lumino/widgets';
import { registry } from '../../base/registry';

const VIEW = 'application/vnd.jupyter.widget-view+json';

/** The id of the output's widget model if that model is alive on this page, else "". */
export function liveId(model: IRenderMime.IMimeModel): string {
  const view = model.data[VIEW] as { model_id?: string } | undefined;
  const id = view?.model_id ?? '';
  return registry().live.has(id) ? id : '';
}

/** The registry of the notebook, console or output view that holds the widget, if one does. */
function registryAround(widget: Widget): IRenderMimeRegistry | null {
  for (let outer = widget.parent; outer; outer = outer.parent) {
    const found = (outer as { rendermime?: IRenderMimeRegistry }).rendermime;
    if (found) return found;
  }
  return null;
}

/** Resolves when the widget manager has put the widget into its renderer, perhaps never. */
async function filled(view: IRenderMime.IRenderer, rendered: Promise<void>): Promise<void> {
  await rendered;
  if ([...view.children()].length > 0) return;
  // A manager that is still loading its models from the kernel fills the renderer later.
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if ([...view.children()].length === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(view.node, { childList: true });
    view.disposed.connect(() => observer.disconnect());
  });
}

/** A view on its way. */
export interface Attempt {
  id: string;
  view: Widget;
  ready: Promise<void>;
  /** Whether asking again would ask somebody else: a notebook gets its widget manager late. */
  outdated(): boolean;
}

/**
 * Starts the view of a live model, to be shown inside `place` once it is ready.
 *
 * It never is where no widget manager answers or where the manager does not know the model: a copy
 * of a notebook carries the ids of the original. Outside all notebooks, as in Voila, the registry of
 * the application knows the widgets.
 */
export function startLiveView(
  place: Widget,
  id: string,
  application: IRenderMimeRegistry,
): Attempt | null {
  const rendermime = registryAround(place) ?? application;
  const factory = rendermime.getFactory(VIEW);
  if (!factory) return null;
  const view = rendermime.createRenderer(VIEW);
  // A copy of the data: the widget manager empties the id in it when the view is closed.
  const data = { [VIEW]: { model_id: id, version_major: 2, version_minor: 0 } };
  const rendered = view.renderModel(rendermime.createModel({ data, trusted: true }));
  const outdated = () => rendermime.getFactory(VIEW) !== factory;
  return { id, view, ready: filled(view, rendered), outdated };
}
