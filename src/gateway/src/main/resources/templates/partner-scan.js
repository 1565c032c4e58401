{|
(() => {
  const main = document.querySelector('main');
  const say = text => { document.getElementById('say').textContent = text; };

  const send = form => again(() => fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: {Accept: 'text/html', Prefer: 'return=minimal'},
    cache: 'no-store',
    keepalive: true,
    signal: AbortSignal.timeout ? AbortSignal.timeout(10000) : undefined
  }), async answer => (await answer.text()).match(/<main[^]*<\/main>/)[0]);

  main.addEventListener('submit', async event => {
    event.preventDefault();
    const form = event.target, button = form.querySelector('button'), oops = form.querySelector('.oops');
    if (button.disabled) return;
    const words = button.textContent;
    oops.hidden = true;
    button.disabled = true;
    const tell = text => { button.textContent = text; say(text); };
    const slow = setTimeout(() => tell(main.dataset.trying), 4000);
    tell(main.dataset.sending);
    let content;
    try {
      content = await send(form);
    } catch {
      clearTimeout(slow);
      button.disabled = false;
      button.textContent = words;
      oops.textContent = main.dataset.offline;
      oops.hidden = false;
      return;
    }
    clearTimeout(slow);
    // Only the content: the style in that page's head carries another nonce, and the browser would complain of it.
    main.replaceChildren(...new DOMParser().parseFromString(content, 'text/html').querySelector('main').childNodes);
    scrollTo(0, 0);
    const said = main.querySelector('.said');
    if (said) {
      say(said.innerText);
      said.querySelector('h1').focus();
    }
  });

  // A page that comes back from the browser's memory may be older than the truth.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
})();
|}
