/**
 * The module that each live widget carries. It is small because it travels with every panel; the
 * panel itself and Vega come once per kernel, from the hidden runtime widget.
 */
import { importGzipped } from '../../base/gunzip';
import { registry } from '../../base/registry';

/** Notes on the page which models are alive, so that saved panels hand over to them. */
function initialize({ model }: { model: any }): () => void {
  const { live } = registry();
  let noted = '';
  const announce = () => globalThis.dispatchEvent(new Event('clvwidgets-live'));
  const note = () => {
    live.delete(noted);
    noted = model.get('ident') ?? '';
    if (noted) live.add(noted);
    announce();
  };
  note();
  model.on('change:ident', note);
  return () => {
    model.off('change:ident', note);
    live.delete(noted);
    announce();
  };
}

/** The panel's code, fetched once per version for the whole page. */
function panelModule(runtime: any): Promise<any> {
  const { modules } = registry();
  const digest = runtime.get('digest');
  if (!modules[digest]) {
    modules[digest] = importGzipped(runtime.get('panel'));
    modules[digest].catch(() => delete modules[digest]);
  }
  return modules[digest];
}

async function render({ model, el }: { model: any; el: HTMLElement }): Promise<() => void> {
  try {
    const runtime = await model.widget_manager.get_model(model.get('runtime'));
    const { mountLive } = await panelModule(runtime);
    return mountLive(el, model, runtime);
  } catch (problem) {
    const note = document.createElement('p');
    note.setAttribute('role', 'alert');
    note.textContent =
      'This panel could not be shown: the code it needs did not arrive from the kernel. ' +
      'Run the cell again; if that does not help, restart the kernel and run all cells. ' +
      `(${problem instanceof Error ? problem.message : String(problem)})`;
    el.replaceChildren(note);
    return () => note.remove();
  }
}

export default { initialize, render };
