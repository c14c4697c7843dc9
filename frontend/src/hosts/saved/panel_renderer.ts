/**
 * The renderer of stored panels: shows the widget while its model is alive on the page, and
 * otherwise the same panel from the stored output: alive in a trusted notebook, else as the picture.
 * It changes over whenever that changes.
 */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel, type Widget } from '@lumino/widgets';
import { type Attempt, liveId, startLiveView } from './live_view';
import { PictureView } from './picture_view';
import { SavedView } from './saved_view';

export const PANEL = 'application/vnd.clvwidgets.panel+json';

/** How long a place may stay empty for a live view that is on its way. */
const PATIENCE = 300;

export class PanelRenderer extends Panel implements IRenderMime.IRenderer {
  /** `trust` asks the person whether the notebook around may be trusted. */
  constructor(
    private readonly application: IRenderMimeRegistry,
    private readonly trust: () => void,
  ) {
    super();
    this.addClass('clv-output');
    window.addEventListener('clvwidgets-live', this._refresh);
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._model = model;
    this._shown = null;
    this._refresh();
    return Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    window.removeEventListener('clvwidgets-live', this._refresh);
    this._cancel();
    super.dispose();
  }

  protected override onAfterAttach(): void {
    this._refresh();
  }

  /** Shows what should be shown now, if it is not there yet or on its way. */
  private readonly _refresh = (): void => {
    // Only inside the page is it known which widget manager is around.
    if (!this._model || !this.isAttached) return;
    const id = liveId(this._model);
    if (this._attempt && (this._attempt.id !== id || this._attempt.outdated())) this._cancel();
    if (this._attempt || id === this._shown) return;
    this._attempt = id ? startLiveView(this, id, this.application) : null;
    if (this._attempt) this._await(this._attempt);
    else if (this._shown !== '') this._showSaved();
  };

  /** What is shown stays until the live view is ready; an empty place is filled before long. */
  private _await(attempt: Attempt): void {
    this._timer = window.setTimeout(() => this._shown === null && this._showSaved(), PATIENCE);
    void attempt.ready.then(() => {
      if (attempt !== this._attempt) return;
      this._attempt = null;
      this._cancel();
      this._show(attempt.view, attempt.id);
    });
  }

  private _cancel(): void {
    window.clearTimeout(this._timer);
    this._attempt?.view.dispose();
    this._attempt = null;
  }

  private _showSaved(): void {
    const { data, trusted } = this._model!;
    // Who opens a notebook has not agreed to what somebody else put into it.
    const view = trusted ? new SavedView(data[PANEL], data) : new PictureView(data, this.trust);
    this._show(view, '');
  }

  private _show(view: Widget, id: string): void {
    this.widgets.slice().forEach((old) => old.dispose());
    this.addWidget(view);
    this._shown = id;
  }

  private _model: IRenderMime.IMimeModel | null = null;
  /** Id of the live model that is shown, "" for the saved panel, null for nothing. */
  private _shown: string | null = null;
  private _attempt: Attempt | null = null;
  private _timer = 0;
}
