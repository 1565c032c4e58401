{|
(() => {
  const main = document.querySelector('main'), code = main.dataset.code;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;

  const scan = (body, headers) => fetch('/api/v1/scans', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', Accept: 'application/json', ...headers},
    body: JSON.stringify({code, ...body}),
    keepalive: true,
    signal: AbortSignal.timeout ? AbortSignal.timeout(10000) : undefined
  });

  // The look is recorded; that it may fail changes nothing on this page.
  const member = answer => answer.ok ? answer.json().then(told => told.memberId) : null;
  const looked = scan({claim: false}).then(member).catch(() => null);

  const form = main.querySelector('form');
  if (!form) return follow();
  const button = form.querySelector('button'), oops = form.querySelector('.oops');
  const words = form.querySelector('template'), tap = form.querySelector('.tap'), tapWords = tap.textContent;
  const say = text => { document.getElementById('say').textContent = text; };
  const complain = text => { oops.textContent = text; oops.hidden = false; };

  // The same key until an answer came, through lost answers and reloads: one tap, one request.
  const store = {
    name: 'open ' + code,
    memory: null,
    get key() {
      const random = () => crypto.randomUUID ? crypto.randomUUID()
        : Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');
      try { this.memory = sessionStorage.getItem(this.name) || this.memory; } catch { /* not kept, but used */ }
      this.memory = this.memory || random();
      try { sessionStorage.setItem(this.name, this.memory); } catch { /* not kept, but used */ }
      return this.memory;
    },
    forget() {
      this.memory = null;
      try { sessionStorage.removeItem(this.name); } catch { /* was not kept */ }
    }
  };

  // A browser that keeps no cookies is somebody else at each request, and a packet must not be opened for nobody.
  const keepsCookies = async () => {
    const asked = () => again(
      () => fetch(location.pathname, {headers: {Accept: 'application/json'}, cache: 'no-store'}), member);
    const seenAs = await looked ?? await asked();
    return navigator.cookieEnabled && (seenAs === main.dataset.member || seenAs === await asked());
  };

  const claim = () => again(() => scan({}, {'Idempotency-Key': store.key}), async answer => {
    const told = answer.ok ? await answer.json() : null;
    if (answer.ok) store.forget();
    return told;
  });

  // The wheel stops where the answer says; the segment of a bonus, which has none, is that of nothing.
  const wheel = form.querySelector('.wheel');
  const turnTo = async answer => {
    if (!wheel || !answer || answer.refusal) return;
    const reward = answer.reward, amount = reward && (reward.amountMinor ?? reward.points);
    const segments = [...wheel.querySelectorAll('[data-angle]')];
    const fits = ({dataset: d}) => reward ? d.kind === reward.kind && (amount == null ? d.title === (reward.title ?? '')
      : amount >= d.least && (amount <= d.most || d.kind === 'POINTS')) : !d.kind;
    const to = segments.find(fits) ?? segments.find(s => !s.dataset.kind) ?? segments[0];
    wheel.querySelector('.disc').style.transform = 'rotate(' + (1440 - to.dataset.angle) + 'deg)';
    await pause(calm ? 0 : 3200);
  };

  // The server has the words, the currency and the truth: its page replaces what is shown here.
  const show = async answer => {
    const why = answer && answer.refusal ? '&refusal=' + answer.refusal : '';
    const now = await load(location.pathname + '?as=guest' + why);
    if (answer && !answer.reward && !answer.refusal) now.querySelector('form')?.replaceWith(words.content.cloneNode(true));
    if (answer && answer.opened) {
      const also = document.createElement('p');
      also.className = 'card note';
      also.textContent = words.dataset.also;
      now.querySelector('.prize')?.after(also);
    }
    main.replaceChildren(...now.childNodes);
    main.classList.add('reveal');
    follow();
    const title = main.querySelector('.prize h2');
    if (title) {
      say(main.querySelector('.prize').innerText);
      title.focus({preventScroll: true});
      main.querySelector('.prize').scrollIntoView({block: 'center', behavior: calm ? 'auto' : 'smooth'});
    }
  };

  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (button.disabled) return;
    oops.hidden = true;
    button.disabled = true;
    const tell = text => { tap.textContent = text; say(text); };
    const stop = text => { clearTimeout(slow); button.disabled = false; tap.textContent = tapWords; complain(text); };
    const slow = setTimeout(() => tell(words.dataset.trying), 4000);
    tell(words.dataset.opening);
    let answer;
    try {
      if (!await keepsCookies()) return stop(words.dataset.cookies);
      [answer] = await Promise.all([claim(), pause(calm ? 0 : 900)]);
    } catch {
      return stop(words.dataset.offline);
    }
    clearTimeout(slow);
    await turnTo(answer);
    show(answer).catch(() => location.reload());
  });

  // A page that comes back from the browser's memory may be older than the truth.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
})();
|}
