import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { PANEL, PanelRenderer } from './panel_renderer';

/** Before the widget manager, which registers its view with -10. */
const RANK = -20;

/**
 * One factory for all: notebooks, consoles and other views of outputs work with clones of this
 * registry, and a renderer finds the clone that it was made by when it is put into the page.
 */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'clvwidgets:renderer',
  description: 'Shows panels: live when their widget is, else from the stored output.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (app: JupyterFrontEnd, rendermime: IRenderMimeRegistry) => {
    // The notebook's own command: it says what trust means and asks.
    const trust = () => void app.commands.execute('notebook:trust').catch(() => undefined);
    const createRenderer = () => new PanelRenderer(rendermime, trust);
    rendermime.addFactory({ safe: true, mimeTypes: [PANEL], createRenderer }, RANK);
  },
};

export default plugin;
