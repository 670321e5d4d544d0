// Boxes grow with their words, where the browser does not do it by itself.

function fit (box) {
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight + 4}px`
}

export function growBoxes (root) {
  if (CSS.supports('field-sizing', 'content')) return
  for (const box of root.querySelectorAll('[data-grow]')) {
    box.addEventListener('input', () => fit(box))
    fit(box)
  }
}
