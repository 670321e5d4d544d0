// A chip or tick box with data-opens shows the panel it names. Nothing inside is ever cleared:
// closing a panel by mistake must not lose what was typed.

function follow (input) {
  const panel = document.getElementById(input.dataset.opens)
  if (!panel) return
  panel.classList.toggle('is-open', input.checked)
  // Radios may not carry aria-expanded.
  if (input.type === 'checkbox') {
    input.setAttribute('aria-controls', panel.id)
    input.setAttribute('aria-expanded', String(input.checked))
  }
}

export function openPanels () {
  const followAll = () => document.querySelectorAll('[data-opens]').forEach(follow)
  document.addEventListener('change', followAll)
  // Going back to a page brings its ticks back after scripts have run.
  addEventListener('pageshow', followAll)
  followAll()
}
