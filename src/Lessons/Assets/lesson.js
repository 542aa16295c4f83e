// Brings a page of a lesson to life: frames and tips always; controls as soon as the engine runs beside it (over http).
// Everything that is computed comes from the engine, which returns the HTML of the experiment.
'use strict';
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = JSON.parse(find('#words')?.textContent ?? '{}');
  const say = (key, ...values) => values.reduce((text, value, i) => text.replaceAll(`{${i}}`, value), words[key] ?? key);
  const page = document.documentElement.dataset;
  const experiment = find('#experiment');
  const still = matchMedia('(prefers-reduced-motion: reduce)');

  // ---- frames: one step at a time ----
  function frames(figure, first) {
    const items = all(':scope > [data-frame]', figure);
    if (items.length < 2)
      return;
    let at = Math.min(first, items.length - 1), timer = 0;
    const bar = document.createElement('div');
    bar.className = 'frames';
    const button = (text, label, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.textContent = text;
      made.setAttribute('aria-label', label);
      made.title = label;
      made.addEventListener('click', act);
      bar.append(made);
      return made;
    };
    const stop = () => { clearInterval(timer); timer = 0; playing(); };
    const show = place => {
      at = Math.max(0, Math.min(items.length - 1, place));
      items.forEach((item, i) => { item.hidden = i !== at; });
      range.value = String(at + 1);
      range.setAttribute('aria-valuetext', say('frame', at + 1, items.length));
      counter.textContent = `${at + 1} / ${items.length}`;
      figure.dataset.at = at;
    };
    button('«', say('first-frame'), () => { stop(); show(0); });
    button('‹', say('previous-frame'), () => { stop(); show(at - 1); });
    const play = button('▶', say('play'), () => {
      if (timer)
        return stop();
      if (at === items.length - 1)
        show(0);
      timer = setInterval(() => {
        if (!figure.isConnected || at === items.length - 1)
          stop();
        else
          show(at + 1);
      }, 700);
      playing();
    });
    button('›', say('next-frame'), () => { stop(); show(at + 1); });
    const playing = () => {
      play.textContent = timer ? '❚❚' : '▶';
      play.title = say(timer ? 'pause' : 'play');
      play.setAttribute('aria-label', play.title);
    };
    play.hidden = still.matches;
    const range = document.createElement('input');
    range.type = 'range';
    range.min = '1';
    range.max = String(items.length);
    range.setAttribute('aria-label', find('figcaption', figure)?.textContent ?? '');
    range.addEventListener('input', () => { stop(); show(Number(range.value) - 1); });
    const counter = document.createElement('span');
    bar.append(range, counter);
    figure.prepend(bar);
    show(at);
  }

  // ---- tips: what an element of a picture tells, by pointer, keyboard or tap ----
  function tips(svg) {
    const marks = all('[data-tip]', svg);
    const figure = svg.closest('figure');
    if (marks.length === 0 || !figure)
      return;
    svg.setAttribute('role', 'group');
    const tip = document.createElement('p');
    tip.className = 'tip';
    svg.after(tip);
    const choose = (mark, focus) => {
      marks.forEach(one => one.setAttribute('tabindex', one === mark ? '0' : '-1'));
      if (focus)
        mark.focus();
    };
    marks.forEach((mark, i) => {
      mark.setAttribute('role', 'img');
      mark.setAttribute('aria-label', mark.dataset.tip);
      const tell = () => { tip.textContent = mark.dataset.tip; };
      mark.addEventListener('pointerenter', tell);
      mark.addEventListener('click', tell);
      mark.addEventListener('focus', () => { choose(mark, false); tell(); });
      mark.addEventListener('keydown', event => {
        const move = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: Number(svg.dataset.columns ?? 1), ArrowUp: -Number(svg.dataset.columns ?? 1) }[event.key];
        if (move === undefined || marks[i + move] === undefined)
          return;
        event.preventDefault();
        choose(marks[i + move], true);
      });
    });
    choose(marks[0], false);
  }

  function enliven(places = []) {
    all('figure[data-frames]', experiment).forEach((figure, i) => frames(figure, Number(places[i] ?? 0)));
    all('svg', experiment).forEach(tips);
  }

  if (!experiment)
    return;
  enliven();

  const form = find('#controls'), inputs = find('#inputs'), state = find('#state'), problem = find('#problem'), progress = find('#progress');
  const fields = all('[name]', form);
  const start = Object.fromEntries(fields.map(field => [field.name, field.value]));
  const recorded = find('#hash').textContent;
  const values = () => Object.fromEntries(fields.map(field => [field.name, field.value]).filter(([name, value]) => value !== start[name]));

  // ---- the address holds the state, but for files ----
  const isFile = field => field.closest('[data-model]') !== null;
  const address = () => new URLSearchParams(
    Object.entries(values()).filter(([name]) => !isFile(fields.find(field => field.name === name)))).toString();
  function toAddress() {
    history.replaceState(null, '', `${location.pathname}${location.search}${address() ? `#${address()}` : ''}`);
    find('#language').hash = address();
  }
  function fromAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of fields.filter(one => !models.has(one.name)))
      field.value = isFile(field) ? '' : given.get(field.name) ?? start[field.name];
    fields.forEach(refresh);
  }

  // ---- files: chosen, or dropped on their control or anywhere on the page ----
  const takers = [];
  function accept(group, fits, load) {
    takers.push({ group, fits, load });
    find('[data-part=file]', group).addEventListener('change', ({ target }) => {
      if (target.files[0])
        load(target.files[0]);
      target.value = ''; // so that the same file can be chosen again
    });
  }
  const over = group => takers.forEach(taker => taker.group.classList.toggle('over', taker.group === group));
  addEventListener('dragover', event => {
    if (takers.length === 0 || !event.dataTransfer.types.includes('Files'))
      return;
    event.preventDefault();
    over(takers.find(taker => taker.group.contains(event.target))?.group);
  });
  addEventListener('dragleave', event => { if (!event.relatedTarget) over(null); });
  addEventListener('drop', event => {
    const file = event.dataTransfer.files[0];
    if (takers.length === 0 || !file)
      return;
    event.preventDefault();
    over(null);
    const taker = takers.find(one => one.group.contains(event.target)) ?? takers.find(one => one.fits(file));
    if (!inputs.disabled)
      taker?.load(file);
  });

  // ---- controls ----
  const refreshers = new Map();
  function refresh(field) {
    const output = field.parentElement && find('output', field.parentElement);
    if (output)
      output.textContent = field.value;
    refreshers.get(field.name)?.();
  }
  function set(field, value) {
    field.value = value;
    refresh(field);
    changed();
  }

  for (const group of all('[data-grid]', form)) {
    const field = find('[type=hidden]', group), cells = all('.grid input', group);
    const columns = Number(getComputedStyle(find('.grid', group)).gridTemplateColumns.split(' ').length);
    refreshers.set(field.name, () => field.value.split(/[;,]/).forEach((value, i) => { if (cells[i]) cells[i].value = value; }));
    for (const cell of cells)
      cell.addEventListener('input', () => {
        if (cell.value !== '' && cell.validity.valid)
          set(field, cells.map((one, i) => `${one.value}${i === cells.length - 1 ? '' : (i + 1) % columns ? ',' : ';'}`).join(''));
      });
  }

  for (const group of all('[data-points]', form)) {
    const field = find('[type=hidden]', group), part = name => find(`[data-part=${name}]`, group);
    const points = () => field.value ? field.value.split(';') : [];
    const add = (x, y, label) => {
      if (points().length < Number(group.dataset.most))
        set(field, [...points(), `${x},${y},${label}`].join(';'));
    };
    refreshers.set(field.name, () => {
      part('list').replaceChildren(...points().map((point, i) => {
        const [x, y, label] = point.split(',');
        const item = document.createElement('li'), remove = document.createElement('button');
        remove.type = 'button';
        remove.textContent = '×';
        remove.setAttribute('aria-label', `${words.remove} ${i + 1}`);
        remove.addEventListener('click', () => {
          set(field, points().filter((_, k) => k !== i).join(';'));
          // The button is gone; who removes several by keyboard goes on at the same place.
          (all('button', part('list'))[Math.min(i, points().length - 1)] ?? part('add')).focus();
        });
        item.append(`(${x}, ${y}) ${words.class} ${label}`, remove);
        return item;
      }));
    });
    part('add').addEventListener('click', () => {
      if (part('x').validity.valid && part('y').validity.valid && part('x').value !== '' && part('y').value !== '')
        add(part('x').value, part('y').value, part('class').value);
    });
    part('clear').addEventListener('click', () => set(field, ''));
    experiment.addEventListener('click', event => {
      const svg = event.target.closest?.(`svg[data-plane="${field.name}"]`);
      if (!svg || inputs.disabled || event.target.closest('[data-tip]'))
        return;
      const [left, top, width, height] = svg.dataset.area.split(' ').map(Number);
      const [x0, x1, y0, y1] = svg.dataset.range.split(' ').map(Number);
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const x = x0 + (at.x - left) / width * (x1 - x0), y = y1 - (at.y - top) / height * (y1 - y0);
      if (x >= x0 && x <= x1 && y >= y0 && y <= y1)
        add(Math.round(x * 100) / 100, Math.round(y * 100) / 100, part('class').value);
    });
  }

  for (const group of all('[data-drawing]', form)) {
    const field = find('[type=hidden]', group), canvas = find('canvas', group), size = Number(group.dataset.size);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    let last = null;
    const clear = () => { pen.fillStyle = '#000'; pen.fillRect(0, 0, canvas.width, canvas.height); };
    // The ink fitted into 20 of 28 pixels and its centre of mass into the middle, as MNIST's digits are.
    const take = () => {
      const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
      let [left, top, right, bottom] = [canvas.width, canvas.height, -1, -1];
      for (let y = 0; y < canvas.height; y++)
        for (let x = 0; x < canvas.width; x++)
          if (pixels[4 * (y * canvas.width + x)] > 40)
            [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      if (right < 0)
        return set(field, '');
      const [width, height] = [right - left + 1, bottom - top + 1], scale = (size * 20 / 28) / Math.max(width, height);
      const draw = (dx, dy) => {
        const small = new OffscreenCanvas(size, size), brush = small.getContext('2d');
        brush.imageSmoothingQuality = 'high';
        brush.fillRect(0, 0, size, size);
        brush.drawImage(canvas, left, top, width, height, dx, dy, width * scale, height * scale);
        return brush.getImageData(0, 0, size, size).data;
      };
      let [dx, dy] = [(size - width * scale) / 2, (size - height * scale) / 2];
      const once = draw(dx, dy);
      let [mass, mx, my] = [0, 0, 0];
      for (let i = 0; i < size * size; i++)
        [mass, mx, my] = [mass + once[4 * i], mx + once[4 * i] * (i % size + 0.5), my + once[4 * i] * (Math.floor(i / size) + 0.5)];
      const data = draw(dx + Math.round(size / 2 - mx / mass), dy + Math.round(size / 2 - my / mass));
      set(field, btoa(String.fromCharCode(...Array.from({ length: size * size }, (_, i) => data[4 * i]))));
    };
    const spot = event => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width * canvas.width, (event.clientY - box.top) / box.height * canvas.height];
    };
    canvas.addEventListener('pointerdown', event => {
      if (inputs.disabled)
        return;
      canvas.setPointerCapture(event.pointerId);
      last = spot(event);
      stroke(event);
    });
    const stroke = event => {
      if (!last)
        return;
      const next = spot(event);
      [pen.strokeStyle, pen.lineWidth, pen.lineCap] = ['#fff', canvas.width / 14, 'round'];
      pen.beginPath();
      pen.moveTo(...last);
      pen.lineTo(next[0] + 0.01, next[1]);
      pen.stroke();
      last = next;
    };
    canvas.addEventListener('pointermove', stroke);
    for (const end of ['pointerup', 'pointercancel'])
      canvas.addEventListener(end, () => { if (last) { last = null; take(); } });
    find('[data-part=erase]', group).addEventListener('click', () => { clear(); set(field, ''); });
    const load = async file => {
      const picture = await createImageBitmap(file);
      const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
      clear();
      pen.drawImage(picture, (canvas.width - picture.width * scale) / 2, (canvas.height - picture.height * scale) / 2, picture.width * scale, picture.height * scale);
      const image = pen.getImageData(0, 0, canvas.width, canvas.height);
      const [left, top] = [(canvas.width - picture.width * scale) / 2, (canvas.height - picture.height * scale) / 2].map(Math.ceil);
      const grey = i => 0.299 * image.data[i] + 0.587 * image.data[i + 1] + 0.114 * image.data[i + 2];
      const dark = grey(4 * (top * canvas.width + left)) < 128; // paper is what the corner shows
      for (let i = 0; i < image.data.length; i += 4) {
        const [x, y] = [(i / 4) % canvas.width, Math.floor(i / 4 / canvas.width)];
        const inside = x >= left && y >= top && x < canvas.width - left && y < canvas.height - top;
        image.data.fill(inside ? (dark ? grey(i) : 255 - grey(i)) : 0, i, i + 3);
      }
      pen.putImageData(image, 0, 0);
      take();
    };
    const loadSafely = file => load(file).catch(error => show(problem, String(error.message ?? error)));
    accept(group, file => file.type.startsWith('image/'), loadSafely);
    refreshers.set(field.name, () => {
      if (field.value === '')
        return clear();
      if (last !== null || field.value === start[field.name])
        return;
      // A picture from the address: shown as it is, unless it was just drawn here.
      const bytes = Uint8Array.from(atob(field.value), letter => letter.charCodeAt(0));
      if (group.dataset.shown === field.value || bytes.length !== size * size)
        return;
      if (!group.dataset.touched) {
        const small = new OffscreenCanvas(size, size), brush = small.getContext('2d'), image = brush.createImageData(size, size);
        bytes.forEach((value, i) => image.data.set([value, value, value, 255], 4 * i));
        brush.putImageData(image, 0, 0);
        pen.drawImage(small, 0, 0, canvas.width, canvas.height);
      }
      group.dataset.shown = field.value;
    });
    canvas.addEventListener('pointerdown', () => { group.dataset.touched = '1'; });
    clear();
  }

  // A model file stays here and in the engine; the field holds the name that the engine gives it.
  const models = new Map();
  const take = (field, bytes) => ask({
    kind: 'take', lesson: page.lesson, language: page.language, parameters: JSON.stringify(values()), name: field.name, bytes,
  }).then(JSON.parse);
  const release = model => model && ask({ kind: 'release', value: model.value });
  for (const group of all('[data-model]', form)) {
    const field = find('[type=hidden]', group), own = find('[data-part=own]', group), used = find('[data-part=used]', group);
    const load = async file => {
      if (file.size > Number(group.dataset.most))
        return show(problem, say('error.model.large', file.size, group.dataset.most));
      const bytes = new Uint8Array(await file.arrayBuffer()), answer = await take(field, bytes);
      if (answer.error)
        return show(problem, answer.error);
      release(models.get(field.name));
      models.set(field.name, { name: file.name, bytes, value: answer.value });
      set(field, answer.value);
    };
    accept(group, () => true, file => load(file).catch(error => show(problem, String(error.message ?? error))));
    own.addEventListener('click', () => set(field, ''));
    refreshers.set(field.name, () => {
      if (field.value === '') {
        release(models.get(field.name));
        models.delete(field.name);
      }
      used.textContent = field.value === '' ? words['model-none'] : say('model-used', models.get(field.name).name);
      own.disabled = field.value === '';
    });
  }
  // An engine that was started again has no file any more.
  async function giveModels() {
    for (const field of fields.filter(one => isFile(one) && one.value !== '')) {
      const answer = await take(field, models.get(field.name).bytes);
      field.value = answer.value ?? '';
      refresh(field);
    }
  }

  const show = (element, text) => {
    element.textContent = text;
    element.hidden = text === '';
    if (text)
      element.scrollIntoView({ block: 'nearest' });
  };

  // ---- the engine ----
  let worker = null, busy = false, wanted = false, ready = false, number = 0, pause = 0, patience = 0, startTime = 0;
  const waiting = new Map();

  if (!location.protocol.startsWith('http')) {
    state.textContent = words['from-disk'];
    return;
  }

  function ask(message, transfer = []) {
    return new Promise((resolve, reject) => {
      waiting.set(++number, { resolve, reject });
      worker.postMessage({ ...message, id: number }, transfer);
    });
  }

  async function boot() {
    const started = performance.now();
    worker = new Worker('../engine/worker.js', { type: 'module' });
    worker.addEventListener('message', ({ data }) => {
      if (data.kind === 'report')
        return report(data.share);
      const { resolve, reject } = waiting.get(data.id) ?? {};
      waiting.delete(data.id);
      if (data.error !== undefined && data.error !== null)
        reject?.(new Error(data.error));
      else
        resolve?.(data.result);
    });
    const broken = new Promise((_, reject) => worker.addEventListener('error', event => reject(new Error(event.message ?? 'worker'))));
    const networks = (words.networks ?? '').split(' ').filter(name => name);
    await Promise.race([broken, Promise.all(networks.map(async name => {
      const answer = await fetch(`../assets/${name}.safetensors`);
      if (!answer.ok)
        throw new Error(`${name}: ${answer.status}`);
      await ask({ kind: 'provide', name, bytes: new Uint8Array(await answer.arrayBuffer()) });
    })).then(() => ask({ kind: 'ready' })).then(giveModels)]);
    startTime = performance.now() - started;
    ready = true;
  }

  function restart() {
    clearTimeout(patience);
    worker.terminate();
    waiting.clear();
    [busy, wanted, ready] = [false, false, false];
    progress.hidden = true;
    return boot();
  }

  let since = 0;
  function report(share) {
    if (performance.now() - since > 300)
      progress.hidden = false;
    find('progress', progress).value = share;
  }

  // A result that nobody wants any more is waited for no longer than a start of the engine takes: at worst twice the time of
  // whichever would have been right. A file that is asked for meanwhile is not lost: the engine then goes on.
  function overtake() {
    clearTimeout(patience);
    patience = setTimeout(() => {
      if (busy && wanted && waiting.size === 1)
        restart().then(compute, () => { state.textContent = words.failed; });
    }, Math.max(0, since + startTime - performance.now()));
  }

  async function compute() {
    if (busy || !ready) {
      wanted = true;
      if (busy)
        overtake();
      return;
    }
    [busy, wanted, since] = [true, false, performance.now()];
    state.textContent = words.computing;
    experiment.classList.add('stale');
    const given = values();
    try {
      const answer = JSON.parse(await ask({ kind: 'run', lesson: page.lesson, language: page.language, parameters: JSON.stringify(given) }));
      show(problem, answer.error ?? '');
      if (!answer.error)
        apply(answer, Object.keys(given).length === 0);
      else
        state.textContent = '';
    } catch (error) {
      show(problem, error.message);
      state.textContent = '';
    }
    experiment.classList.remove('stale');
    progress.hidden = true;
    busy = false;
    if (wanted)
      compute();
    else if (!pause)
      delete experiment.dataset.busy;
  }

  function apply(answer, isStart) {
    const places = all('figure[data-frames]', experiment).map(figure => figure.dataset.at);
    const focused = document.activeElement?.closest?.('#experiment') ? document.activeElement.dataset.tip : null;
    experiment.innerHTML = answer.html;
    enliven(places);
    if (focused)
      all('[data-tip]', experiment).find(mark => mark.dataset.tip === focused)?.focus();
    for (const item of all('[data-question]'))
      find('.solved', item).hidden = !answer.solved[item.dataset.question];
    const time = answer.milliseconds < 10 ? answer.milliseconds.toFixed(1) : Math.round(answer.milliseconds);
    state.textContent = say(isStart && answer.hash === recorded ? 'same' : 'live', time);
    experiment.dataset.live = answer.hash;
  }

  function changed() {
    experiment.dataset.busy = '1'; // until nothing is waiting to be computed
    toAddress();
    clearTimeout(pause);
    pause = setTimeout(() => { pause = 0; compute(); }, 60);
  }

  async function begin() {
    state.textContent = words.starting;
    try {
      await boot();
    } catch {
      state.textContent = words.failed;
      return;
    }
    inputs.disabled = false;
    all('[data-file]').forEach(button => { button.disabled = false; });
    compute();
  }

  form.addEventListener('submit', event => event.preventDefault());
  for (const field of fields.filter(one => one.type !== 'hidden'))
    field.addEventListener('input', () => {
      if (field.value !== '' && field.validity.valid) {
        refresh(field);
        changed();
      }
    });
  find('#reset').addEventListener('click', () => {
    for (const field of fields)
      field.value = start[field.name];
    fields.forEach(refresh);
    changed();
  });
  find('#new-seed')?.addEventListener('click', () =>
    set(fields.find(field => field.name === 'seed'), String(crypto.getRandomValues(new Uint32Array(1))[0] % 10000)));
  find('#share').addEventListener('click', async () => {
    toAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      state.textContent = words.shared;
    } catch {
      state.textContent = words['not-shared'];
    }
  });
  find('#cancel').addEventListener('click', () => {
    clearTimeout(pause);
    pause = 0;
    delete experiment.dataset.busy;
    inputs.disabled = true;
    experiment.classList.remove('stale');
    restart().then(() => { inputs.disabled = false; state.textContent = words.stopped; }, () => { state.textContent = words.failed; });
  });
  for (const button of all('[data-file]'))
    button.addEventListener('click', async () => {
      try {
        const bytes = await ask({
          kind: 'download', lesson: page.lesson, language: page.language, parameters: JSON.stringify(values()), file: button.dataset.file,
        });
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([bytes]));
        link.download = button.dataset.file;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      } catch (error) {
        show(problem, error.message);
      }
    });
  addEventListener('hashchange', () => { fromAddress(); toAddress(); compute(); });
  fromAddress();
  toAddress();
  begin();
})();
