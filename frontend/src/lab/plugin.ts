import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

/**
 * The launcher's modules are imported here and not at the top: a host without a launcher, such as
 * Voila, loses a whole extension whose entry imports them, and with it the renderer.
 */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'clvwidgets:course',
  description: 'A launcher tile and a command that open a copy of the course.',
  autoStart: true,
  activate: async (app: JupyterFrontEnd) => {
    const launcher = await import('./launcher').catch(() => null);
    await launcher?.addCourse(app);
  },
};

export default plugin;
