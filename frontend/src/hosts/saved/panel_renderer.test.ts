import { Panel, Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PANEL, PanelRenderer } from './panel_renderer';
import { registry } from '../../base/registry';

const VIEW = 'application/vnd.jupyter.widget-view+json';
const unmounted = vi.hoisted(() => vi.fn());
vi.mock('../../safety/stored', () => ({ storedFault: () => '' }));
vi.mock('../live/panel_module', async () => ({
  storedDeclaration: (await import('../../contract/stub')).storedDeclaration,
  stubModel: (json: unknown) => json,
  stubHost: () => ({}),
  mountPanel: (el: HTMLElement) => {
    el.textContent = 'saved panel';
    return unmounted;
  },
}));

/** Jupyter's widget renderer: it has a child once its manager knows the model. */
class WidgetView extends Panel {
  async renderModel(): Promise<void> {}
  fill(): void {
    const widget = new Widget();
    widget.node.textContent = 'live panel';
    this.addWidget(widget);
  }
}

class OutputArea extends Panel {
  views: WidgetView[] = [];
  factory = {};
  rendermime = {
    getFactory: () => this.factory,
    createModel: (options: unknown) => options,
    createRenderer: () => {
      this.views.push(new WidgetView());
      return this.views.at(-1);
    },
  };
}

function output(version = 1) {
  const data = {
    [PANEL]: { declaration: JSON.stringify({ version }) },
    [VIEW]: { model_id: 'one' },
  };
  return { data, metadata: {}, trusted: true, setData() {} } as any;
}

function setLive(alive: boolean): void {
  if (alive) registry().live.add('one');
  else registry().live.delete('one');
  window.dispatchEvent(new Event('clvwidgets-live'));
}

const asked = vi.fn();

/** Lets promises and mutation observers run. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('PanelRenderer', () => {
  let area: OutputArea;
  let renderer: PanelRenderer;

  beforeEach(() => {
    area = new OutputArea();
    Widget.attach(area, document.body);
    renderer = new PanelRenderer({ getFactory: () => undefined } as any, asked);
    unmounted.mockClear();
  });

  afterEach(() => {
    area.dispose();
    setLive(false);
  });

  it('shows the stored panel when no model is alive', async () => {
    await renderer.renderModel(output());
    area.addWidget(renderer);
    expect(renderer.node.textContent).toBe('saved panel');
  });

  it('hands over to the widget when its model appears, and back when it goes', async () => {
    await renderer.renderModel(output());
    area.addWidget(renderer);
    setLive(true);
    await settle();
    expect(renderer.node.textContent).toBe('saved panel');
    area.views[0].fill();
    await settle();
    expect(renderer.node.textContent).toBe('live panel');
    expect(unmounted).toHaveBeenCalledOnce();
    setLive(false);
    expect(renderer.node.textContent).toBe('saved panel');
    expect(area.views[0].isDisposed).toBe(true);
  });

  it('starts with the widget when its model is alive already', async () => {
    setLive(true);
    await renderer.renderModel(output());
    area.addWidget(renderer);
    area.views[0].fill();
    await settle();
    expect(renderer.node.textContent).toBe('live panel');
  });

  it('shows the stored panel when the manager here does not know the model', async () => {
    vi.useFakeTimers();
    setLive(true);
    await renderer.renderModel(output());
    area.addWidget(renderer);
    expect(renderer.node.textContent).toBe('');
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    expect(renderer.node.textContent).toBe('saved panel');
    setLive(true);
    expect(area.views).toHaveLength(1);
  });

  it('forgets a widget that goes before it is ready', async () => {
    await renderer.renderModel(output());
    area.addWidget(renderer);
    setLive(true);
    setLive(false);
    expect(area.views[0].isDisposed).toBe(true);
    expect(renderer.node.textContent).toBe('saved panel');
    expect(unmounted).not.toHaveBeenCalled();
  });

  it('asks the application where no notebook is around, as in Voila', async () => {
    setLive(true);
    const alone = new PanelRenderer(area.rendermime as any, asked);
    await alone.renderModel(output());
    Widget.attach(alone, document.body);
    area.views[0].fill();
    await settle();
    expect(alone.node.textContent).toBe('live panel');
    alone.dispose();
  });

  it('asks again when the notebook gets its widget manager after its outputs', async () => {
    setLive(true);
    await renderer.renderModel(output());
    area.addWidget(renderer);
    area.factory = {};
    setLive(true);
    expect(area.views[0].isDisposed).toBe(true);
    area.views[1].fill();
    await settle();
    expect(renderer.node.textContent).toBe('live panel');
  });

  it('leaves nothing behind', async () => {
    await renderer.renderModel(output());
    area.addWidget(renderer);
    setLive(true);
    const removed = vi.spyOn(window, 'removeEventListener');
    renderer.dispose();
    expect(removed).toHaveBeenCalledWith('clvwidgets-live', expect.any(Function));
    expect(unmounted).toHaveBeenCalledOnce();
    expect(area.views[0].isDisposed).toBe(true);
    setLive(false);
    setLive(true);
    expect(area.views).toHaveLength(1);
  });

  it('draws nothing of an untrusted notebook but its picture, and asks for trust', async () => {
    const untrusted = { ...output(), trusted: false };
    untrusted.data['image/png'] = 'iVBORw0KGgoAAAANSUhEUg==';
    untrusted.data['text/plain'] = 'Worth: 800';
    await renderer.renderModel(untrusted);
    area.addWidget(renderer);
    const picture = renderer.node.querySelector('img')!;
    expect(picture.getAttribute('src')).toBe('data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==');
    expect(picture.alt).toBe('Worth: 800');
    expect(renderer.node.textContent).not.toContain('saved panel');
    renderer.node.querySelector('button')!.click();
    expect(asked).toHaveBeenCalledOnce();
  });

  it.each(['"><meta http-equiv="refresh" content="0">', 'R0lGODlhAQABAAAAACw=', 7])(
    'shows the text where the stored picture is no PNG: %s',
    async (picture) => {
      const untrusted = { ...output(), trusted: false };
      untrusted.data['image/png'] = picture;
      untrusted.data['text/plain'] = ['Worth: ', '<b>800</b>'];
      await renderer.renderModel(untrusted);
      area.addWidget(renderer);
      expect(renderer.node.querySelector('img, meta, b')).toBeNull();
      expect(renderer.node.textContent).toContain('Worth: <b>800</b>');
    },
  );

  it('says in a sentence that a newer version saved the panel', async () => {
    await renderer.renderModel(output(7));
    area.addWidget(renderer);
    expect(renderer.node.textContent).toMatch(/saved in form 7 by a newer clvwidgets/);
  });

  it('says in a sentence that the stored output is not complete', async () => {
    const broken = output();
    broken.data[PANEL] = {};
    await renderer.renderModel(broken);
    area.addWidget(renderer);
    expect(renderer.node.textContent).toMatch(/stored output is not complete/);
  });
});
