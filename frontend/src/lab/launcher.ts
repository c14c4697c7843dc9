/** The launcher tile and the command that open the course. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette, showErrorMessage } from '@jupyterlab/apputils';
import { PathExt, URLExt } from '@jupyterlab/coreutils';
import { ILauncher } from '@jupyterlab/launcher';
import { ServerConnection } from '@jupyterlab/services';
import { LabIcon } from '@jupyterlab/ui-components';
import { copyCourse } from './copy';
import svg from './course.svg';
import { packagedCourse } from './packaged';

const COMMAND = 'clvwidgets:open-course';
const SECTION = 'CLV course';
const START = '0_start/00_start_here.ipynb';

const ARGUMENTS = {
  type: 'object',
  properties: {
    cwd: {
      type: 'string',
      description: 'Folder that gets the copy of the course; the top folder if not given.',
    },
    isPalette: {
      type: 'boolean',
      description: 'Whether the command stands in the palette, where a label needs no icon.',
    },
  },
};

async function trustNotebook(path: string, settings: ServerConnection.ISettings): Promise<void> {
  const url = URLExt.join(settings.baseUrl, 'api/contents', URLExt.encodeParts(path), 'trust');
  const response = await ServerConnection.makeRequest(url, { method: 'POST' }, settings);
  if (!response.ok) throw new ServerConnection.ResponseError(response);
}

async function openCourse(app: JupyterFrontEnd, cwd: string): Promise<void> {
  const { contents, serverSettings } = app.serviceManager;
  const trust = (path: string) => trustNotebook(path, serverSettings);
  const folder = await copyCourse(contents, cwd, packagedCourse(), trust);
  const goTo = 'filebrowser:go-to-path';
  if (app.commands.hasCommand(goTo)) {
    await app.commands.execute(goTo, { path: folder, dontShowBrowser: true });
  }
  await app.commands.execute('docmanager:open', { path: PathExt.join(folder, START) });
}

export async function addCourse(app: JupyterFrontEnd): Promise<void> {
  const icon = new LabIcon({ name: 'clvwidgets:course', svgstr: svg });
  app.commands.addCommand(COMMAND, {
    label: 'Open the course',
    caption: 'Copy the course to a folder of your own and open its first notebook',
    icon: (args) => (args.isPalette ? undefined : icon),
    describedBy: { args: ARGUMENTS },
    execute: async (args) => {
      try {
        await openCourse(app, (args.cwd as string | undefined) ?? '');
      } catch (problem) {
        await showErrorMessage(
          'The course could not be opened',
          problem instanceof Error ? problem.message : String(problem),
        );
      }
    },
  });
  const launcher = await app.resolveOptionalService(ILauncher);
  launcher?.add({ command: COMMAND, category: SECTION, rank: 1 });
  const palette = await app.resolveOptionalService(ICommandPalette);
  palette?.addItem({ command: COMMAND, category: SECTION, args: { isPalette: true } });
}
