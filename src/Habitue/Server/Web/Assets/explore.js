// The editor for questions in SQL: colours, completion with the home's own tables, cancelling, and the choice of a chart.
{
  const form = document.getElementById('ask');
  const tables = JSON.parse(document.getElementById('explore-tables').textContent);
  const editor = CodeMirror.fromTextArea(document.getElementById('sql'), {
    mode: 'text/x-pgsql', theme: 'habitue', lineNumbers: true, lineWrapping: true, screenReaderLabel: 'Your question in SQL', spellcheck: false,
    // The tabulator key leads on, as everywhere on the page.
    extraKeys: { Tab: false, 'Shift-Tab': false, 'Ctrl-Space': 'autocomplete', 'Ctrl-Enter': () => form.requestSubmit(), 'Cmd-Enter': () => form.requestSubmit() },
  });
  const keep = document.getElementById('keep');
  const hand = () => {
    editor.save();
    if (keep) keep.elements.sql.value = editor.getValue();
  };
  editor.on('change', hand);

  // What is chosen takes the place of the whole word.
  const taking = found => ({ ...found, list: found.list.map(one => ({ ...(one.text ? one : { text: one }), hint: (cm, { from }, { text }) => cm.replaceRange(text, from, cm.getCursor(), 'complete') })) });
  // Beside what the editor knows by itself: the columns of all tables that the question names.
  const hints = cm => {
    const found = CodeMirror.hint.sql(cm, { tables }) ?? { list: [], from: cm.getCursor(), to: cm.getCursor() };
    const at = cm.getCursor();
    const [word] = /\w*$/.exec(cm.getLine(at.line).slice(0, at.ch));
    if (cm.getLine(at.line)[at.ch - word.length - 1] === '.') return taking(found);
    const named = new Set(cm.getValue().toLowerCase().match(/\w+/g));
    const columns = new Set(Object.keys(tables).filter(table => named.has(table.toLowerCase())).flatMap(table => tables[table]).filter(column => column.toLowerCase().startsWith(word.toLowerCase()) && column !== word));
    const rest = found.list.filter(one => !columns.has(one.text ?? one));
    return taking({ list: [...[...columns].sort(), ...rest], from: CodeMirror.Pos(at.line, at.ch - word.length), to: at });
  };
  // The list follows each letter at once: the editor's own way makes it anew a frame later, and Enter pressed in between is lost.
  editor.setOption('hintOptions', { hint: hints, completeSingle: false, updateOnCursorActivity: false });
  let taken = false;
  editor.on('change', (_, change) => { taken = change.origin === 'complete'; });
  editor.on('cursorActivity', cm => {
    if (!cm.state.completionActive) return;
    const at = cm.getCursor();
    if (taken || cm.somethingSelected() || !/[\w.]$/.test(cm.getLine(at.line).slice(0, at.ch))) cm.closeHint();
    else cm.showHint();
  });
  editor.on('inputRead', (cm, change) => {
    if (cm.state.completionActive || !/[\w.]$/.test(change.text[0]) || /string|comment|number/.test(cm.getTokenTypeAt(cm.getCursor()) ?? '')) return;
    cm.showHint();
  });

  const cancel = document.getElementById('cancel'), asking = document.getElementById('asking');
  const busy = on => {
    cancel.hidden = !on;
    asking.textContent = on ? 'Asking…' : '';
  };
  const asks = event => event.detail.elt === form;
  document.addEventListener('htmx:beforeRequest', event => asks(event) && busy(true));
  document.addEventListener('htmx:afterRequest', event => asks(event) && busy(false));
  cancel.addEventListener('click', () => {
    htmx.trigger(form, 'htmx:abort');
    busy(false);
    const said = document.createElement('p');
    said.className = 'note';
    said.textContent = 'It was cancelled.';
    document.getElementById('answer').replaceChildren(said);
    editor.focus();
  });

  // The chart follows the choice without asking again; the address keeps it.
  const offer = () => document.querySelectorAll('.chart-choice').forEach(choice => { choice.hidden = false; });
  document.addEventListener('change', event => {
    const part = event.target.dataset?.part;
    if (!part || !event.target.closest('.chart-choice')) return;
    const chart = document.querySelector('#answer-chart habitue-chart');
    chart.data[part] = part === 'form' ? event.target.value : Number(event.target.value);
    chart.draw();
    const chosen = part === 'form' ? event.target.value : chart.data.columns[chart.data[part]];
    form.elements.namedItem(part).value = chosen;
    const address = new URL(location.href);
    if (!address.searchParams.has('sql') && !address.searchParams.has('saved')) return;
    address.searchParams.set(part, chosen);
    history.replaceState(history.state, '', address);
  });
  document.addEventListener('htmx:load', offer);
  offer();
}
