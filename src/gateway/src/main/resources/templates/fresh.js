{|
// The content of a page, alone: the style in its head carries another nonce, and the browser would complain of it.
const contentOf = html => new DOMParser().parseFromString(html.match(/<main[^]*<\/main>/)[0], 'text/html').querySelector('main');
const load = async address => {
  const page = await fetch(address, {headers: {Accept: 'text/html', Prefer: 'return=minimal'}, cache: 'no-store'});
  if (!page.ok) throw new Error('no page');
  return contentOf(await page.text());
};

// What is on its way arrives without a reload: asked for less and less often, for some minutes.
const follow = (wait = 1500) => {
  if (wait > 60000 || !document.querySelector('[data-waits]')) return;
  setTimeout(async () => {
    try {
      const now = document.hidden ? null : await load(location.pathname + location.search);
      for (const old of now ? document.querySelectorAll('[data-waits]') : []) {
        const come = now.querySelector('[data-reward="' + old.dataset.reward + '"]');
        if (!come || 'waits' in come.dataset) continue;
        if (come.classList.contains('fault')) return location.reload();
        old.replaceWith(come);
        document.getElementById('say').textContent = come.textContent;
      }
    } catch { /* asked again */ }
    follow(wait * 1.4);
  }, wait);
};
|}
