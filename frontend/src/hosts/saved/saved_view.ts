/** A panel alive from what the notebook stores, without a kernel. */
import { Widget } from '@lumino/widgets';
import type { PanelJSON } from '../../contract/declaration';
import { mountPanel, storedDeclaration, stubHost, stubModel } from '../live/panel_module';
import { sharedVega } from '../../base/registry';
import { storedFault } from '../../safety/stored';
import { paragraph, pictured } from './picture_view';

/** The newest form of the stored panel that this code can read. */
const KNOWN_VERSION = 1;

function versionOf(declaration: PanelJSON['declaration'] | undefined): unknown {
  try {
    return declaration && storedDeclaration(declaration).version;
  } catch {
    return undefined; // not JSON: cut off, or edited by hand
  }
}

/** Why the stored panel cannot be shown, as a sentence; "" when it can. */
export function obstacle(stored: unknown): string {
  const version = versionOf((stored as Partial<PanelJSON> | null)?.declaration);
  if (typeof version !== 'number') {
    return (
      'This panel cannot be shown: its stored output is not complete. ' +
      'Run the cell again to make it anew.'
    );
  }
  if (version > KNOWN_VERSION) {
    return (
      `This panel cannot be shown: it was saved in form ${version} by a newer clvwidgets, and ` +
      `this one reads forms up to ${KNOWN_VERSION}. Update clvwidgets, or run the cell again.`
    );
  }
  return '';
}

export class SavedView extends Widget {
  /** `output` is all that the notebook stores beside the panel: its picture and its text. */
  constructor(stored: unknown, output: Record<string, unknown>) {
    super();
    this._stored = stored;
    this._output = output;
  }

  override dispose(): void {
    this._unmount();
    this._unmount = () => {};
    super.dispose();
  }

  protected override onAfterAttach(): void {
    // Once: a cell that scrolls out of sight is detached and comes back as it was.
    if (this._mounted) return;
    this._mounted = true;
    const sentence = obstacle(this._stored);
    if (sentence) return this._say(sentence);
    const fault = storedFault(this._stored as PanelJSON);
    if (fault) return this.node.replaceChildren(...pictured(this._output), paragraph(fault));
    try {
      this._mount(this._stored as PanelJSON);
    } catch (problem) {
      this._say(
        'This panel cannot be shown from its stored output. Run the cell again to make it anew. ' +
          `(${problem instanceof Error ? problem.message : String(problem)})`,
      );
    }
  }

  private _mount(stored: PanelJSON): void {
    const host = stubHost(() => sharedVega(() => import('../../vega')));
    this._unmount = mountPanel(this.node, stubModel(stored), host);
  }

  private _say(sentence: string): void {
    const note = paragraph(sentence);
    note.setAttribute('role', 'alert');
    this.node.replaceChildren(note);
  }

  private readonly _stored: unknown;
  private readonly _output: Record<string, unknown>;
  private _mounted = false;
  private _unmount: () => void = () => {};
}
