// A run that works: the server says that something has changed, and the part that shows it is asked for anew.
{
  let source, last = 0;
  const part = () => document.getElementById('current-run');
  const away = text => {
    const badge = document.getElementById('run-badge');
    if (!badge) return;
    badge.className = 'state bad';
    badge.textContent = text;
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  const open = () => {
    if (source || !part() || document.hidden) return;
    last = performance.now();
    source = new EventSource('/runs/stream');
    const heard = act => () => {
      last = performance.now();
      act?.();
    };
    source.addEventListener('here', sign => {
      heard()();
      const list = document.querySelector('[data-runs-ended]');
      if (list && list.dataset.runsEnded !== sign.data) htmx.trigger(document.body, 'run-ended');
    });
    source.addEventListener('changed', heard(() => htmx.trigger(part(), 'run-changed')));
    source.addEventListener('ended', heard(() => {
      htmx.trigger(part(), 'run-changed');
      htmx.trigger(document.body, 'run-ended');
    }));
    source.onerror = () => {
      away('The server is away; trying again');
      if (source.readyState === EventSource.CLOSED) close();
    };
    source.onopen = heard(() => htmx.trigger(part(), 'run-changed'));
  };
  setInterval(() => {
    if (!part()) return close();
    open();
    if (source && performance.now() - last > 15_000) away('No news from the server');
  }, 1000);
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
}
