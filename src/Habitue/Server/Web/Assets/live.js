// What happens now: a stream from the server fills in figures and a list, says how old they are, and says when the server is away. It is followed only while its panel is on the screen.
{
  let source, last = 0, feed, away = false, anew = false, seen = true;
  const panel = () => document.getElementById('live');
  const format = () => habitueCharts.formats(document.body.dataset.currency ?? '');
  const badge = (state, text) => {
    const place = document.getElementById('live-badge');
    if (!place) return;
    place.dataset.state = state;
    place.lastElementChild.textContent = text;
  };
  const write = (name, value) => {
    const place = document.querySelector(`[data-live="${name}"]`);
    if (!place) return;
    const text = place.dataset.format === 'money' ? format().money(value) : format().value(value);
    if (place.textContent !== text) place.textContent = text;
  };
  const happened = one => {
    if (!feed) return;
    // Each stream begins with the latest: they take the place of what an older stream brought.
    if (anew) feed.replaceChildren();
    anew = false;
    const line = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = one.time;
    const what = document.createElement('span');
    what.textContent = one.words;
    line.append(time, what);
    if (one.customer) {
      const link = document.createElement('a');
      link.textContent = one.shown;
      link.href = '/customers/' + encodeURIComponent(one.customer) + document.getElementById('page').dataset.choice;
      line.append(link);
    }
    feed.prepend(line);
    while (feed.children.length > 12) feed.lastElementChild.remove();
  };
  const open = () => {
    if (source || !panel() || document.hidden || !seen) return;
    feed = document.getElementById('live-feed');
    last = performance.now();
    source = new EventSource('/dashboard/stream');
    source.onopen = () => { anew = true; };
    source.addEventListener('figures', event => {
      last = performance.now();
      away = false;
      const figures = JSON.parse(event.data);
      for (const name of ['visitors', 'events_per_second', 'open_carts', 'open_cart_value', 'orders_today', 'revenue_today']) write(name, figures[name]);
      badge(figures.lag > 0 ? 'behind' : 'live', figures.lag > 0 ? `Live, ${format().count(figures.lag)} ${figures.lag === 1 ? 'event' : 'events'} behind` : `Live, ${format().tenths(figures.seconds_behind)} s behind`);
    });
    source.addEventListener('happened', event => happened(JSON.parse(event.data)));
    source.onerror = () => {
      away = true;
      // The browser tries again by itself, unless the server refused: then it is asked anew.
      if (source.readyState === EventSource.CLOSED) close();
    };
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  const screen = new IntersectionObserver(entries => {
    // Of a panel that was taken off the page there is word too.
    const one = entries.findLast(entry => entry.target === panel());
    if (!one) return;
    seen = one.isIntersecting;
    if (seen) return open();
    close();
    badge('still', 'Waits until it is on the screen');
  });
  const watch = () => {
    screen.disconnect();
    if (panel()) screen.observe(panel());
  };
  setInterval(() => {
    if (!panel()) return close();
    if (!source) open();
    const quiet = (performance.now() - last) / 1000;
    if (away && seen) badge('away', 'The server is away; trying again');
    else if (source && quiet > 3) badge('away', `No news for ${Math.round(quiet)} s`);
  }, 1000);
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  document.addEventListener('htmx:afterSettle', () => {
    if (document.getElementById('live-feed') === feed) return;
    close();
    watch();
    open();
  });
  watch();
  open();
}
