// Before the first paint: the colours chosen last time, and the word that scripts run.
document.documentElement.classList.add('js');
try {
  const chosen = localStorage.getItem('habitue-theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch { /* A browser that keeps nothing for a local file follows the system's colours. */ }
