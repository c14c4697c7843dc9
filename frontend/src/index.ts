/** What the JupyterLab extension adds: saved panels stay alive, and a tile opens the course. */
import course from './lab/plugin';
import renderer from './hosts/saved/plugin';

export default [renderer, course];
