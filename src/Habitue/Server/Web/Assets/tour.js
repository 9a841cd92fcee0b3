// The tour goes from page to page and says which question each of them answers. Where it stands, and that somebody has seen it, is kept in the browser.
{
  const card = document.getElementById('tour');
  const key = 'habitue-tour', seen = 'seen';
  const steps = card ? [...card.querySelectorAll('.step')] : [];
  const kept = () => { try { return localStorage.getItem(key); } catch { return seen; } };
  const keep = value => { try { localStorage.setItem(key, value); } catch { /* Not kept: it ends with this page. */ } };
  const here = () => document.getElementById('page')?.dataset.address;
  const back = document.getElementById('tour-back'), next = document.getElementById('tour-next');
  let at = 0, from;

  const show = (place, focus) => {
    at = place;
    keep(String(place));
    steps.forEach((step, i) => {
      step.hidden = i !== place;
      const title = step.querySelector('h2');
      if (i === place) title.id = 'tour-title';
      else title.removeAttribute('id');
    });
    document.getElementById('tour-place').textContent = `Question ${place + 1} of ${steps.length}`;
    back.hidden = place === 0;
    next.textContent = place === steps.length - 1 ? 'Done' : 'Next';
    card.hidden = false;
    document.body.classList.add('touring');
    if (focus) card.focus();
  };
  // A step is told on its own page; one whose page is not there is told where one is.
  const go = place => {
    const address = steps[place].dataset.address;
    if (!address || address === here()) return show(place, true);
    keep(String(place));
    location.assign(address);
  };
  const end = () => {
    keep(seen);
    card.hidden = true;
    document.body.classList.remove('touring');
    (from ?? document.getElementById('page')).focus();
  };

  if (card) {
    const start = document.getElementById('tour-start');
    start.hidden = false;
    start.addEventListener('click', () => { from = start; go(0); });
    back.addEventListener('click', () => go(at - 1));
    next.addEventListener('click', () => (at === steps.length - 1 ? end() : go(at + 1)));
    document.getElementById('tour-end').addEventListener('click', end);
    card.addEventListener('keydown', event => { if (event.key === 'Escape') end(); });

    const was = kept();
    if (was === null) {
      if (card.dataset.begins === 'true' && here() === '/') show(0, true);
    } else if (was !== seen && Number(was) < steps.length) {
      // Whoever goes their own way meanwhile is told about the page that they chose.
      const own = steps.findIndex(step => step.dataset.address === here());
      show(own >= 0 && steps[Number(was)].dataset.address ? own : Number(was), own === Number(was));
    }
  }
}
