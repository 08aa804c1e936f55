// The border desk on an officer's device: a signed, encrypted copy of the port's queue, codes that it verifies itself, and decisions that it signs and
// brings when there is a network. docs/border-app.md says what is kept where.
(function () {
  'use strict';
  var IDLE = 10 * 60000, BATCH = 25, FRESH = 10 * 60000, SHORTEST = 20, DIGITS = 4;
  var shared = window.ceibaDevice('/border/app', 'ceiba-border', ['queue', 'sent']);
  var text = shared.text, kept = shared.kept;
  var agency = document.body.dataset.agency, language = document.documentElement.lang, words = {};
  document.querySelectorAll('#words li').forEach(function (li) { words[li.dataset.key] = li.textContent; });
  var device = null, lock = null, copy = null, idle = null, shown = null, deciding = null;

  function $(id) { return document.getElementById(id); }
  function word(key, value) { return (words[key] || key).replace('{0}', value === undefined ? '' : value); }
  function show(id) {
    ['unsupported', 'setup', 'locked', 'desk', 'declaration', 'decide'].forEach(function (one) { $(one).hidden = one !== id; });
    var heading = $(id).querySelector('h1');
    if (heading) { heading.focus(); }
    window.scrollTo(0, 0);
  }
  function say(message, good) { $('said').textContent = message || ''; $('said').classList.toggle('c-said--good', !!good); }
  function element(name, content, className) {
    var made = document.createElement(name);
    if (content) { made.textContent = content; }
    if (className) { made.className = className; }
    return made;
  }
  function button(content, hiddenPart, work) {
    var made = element('button', content, 'c-link');
    made.type = 'button';
    if (hiddenPart) { made.append(element('span', ' ' + hiddenPart, 'govuk-visually-hidden')); }
    made.addEventListener('click', function () { awake(); work(); });
    return made;
  }
  function day(date) {
    return new Date(date + 'T12:00:00Z').toLocaleDateString(language + '-BZ', {timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric'});
  }
  function time(instant) {
    return new Date(instant).toLocaleString(language + '-BZ', {timeZone: 'America/Belize', dateStyle: 'long', timeStyle: 'short'});
  }

  // ---- the device
  function wipe() { device = lock = copy = null; return shared.wipe(); }
  function refused(error) {
    if (error.status === 410) { return wipe().then(function () { show('setup'); say(word('revoked')); }); }
    if (error.status === 401 || error.status === 403) { $('sign-in').hidden = false; say(word('sign-in')); }
    throw error;
  }
  function lockAgain() {
    if (!device) { return; }
    device = lock = copy = shown = deciding = null;
    ['found', 'queue', 'd-facts', 'd-travellers', 'd-verdict', 'changes', 'sent'].forEach(function (id) { $(id).replaceChildren(); });
    $('find').value = '';
    show('locked');
  }
  function awake() { clearTimeout(idle); idle = setTimeout(lockAgain, IDLE); }

  // ---- the copy; when its time is over it is not used any more
  function readCopy() {
    return shared.readCopy('border-snapshot+json', device, lock).then(function (read) { copy = read; });
  }
  function usable() {
    return shared.now().then(function (now) { return copy && now >= Date.parse(copy.made) - 60000 && now <= Date.parse(copy.until) ? copy : null; });
  }
  // Says which declarations that the desk had were changed or withdrawn since.
  function fetchCopy() {
    var before = {};
    (copy ? copy.declarations : []).forEach(function (one) { before[one.number] = one; });
    return shared.fetchCopy(device, lock).then(readCopy).then(function () {
      var changes = (copy ? copy.declarations : []).filter(function (one) {
        var was = before[one.number];
        return was && (was.version !== one.version || was.withdrawn !== one.withdrawn);
      });
      if (changes.length) {
        $('changes').replaceChildren(element('h2', word('changed')), list(changes.map(function (one) {
          return button(one.number, '', function () { open(one, null); });
        }), function (i) { return ': ' + word(changes[i].withdrawn ? 'withdrawn' : 'amended'); }));
      }
    });
  }
  function list(items, after) {
    var made = element('ul', '', 'govuk-list govuk-list--bullet');
    items.forEach(function (item, i) { var li = element('li'); li.append(item, after ? after(i) : ''); made.append(li); });
    return made;
  }

  // ---- codes: base 45 (RFC 9285), CBOR (RFC 8949), COSE_Sign1 (RFC 9052) with ES256
  function base45(coded) {
    var letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:', out = [];
    for (var i = 0; i < coded.length; i += 3) {
      var part = Array.from(coded.substr(i, 3)).map(function (c) { return letters.indexOf(c); });
      if (part.length === 1 || part.indexOf(-1) >= 0) { throw new Error('no code'); }
      var n = part[0] + part[1] * 45 + (part[2] || 0) * 2025;
      if (n > (part.length === 3 ? 65535 : 255)) { throw new Error('no code'); }
      if (part.length === 3) { out.push(n >> 8); }
      out.push(n & 255);
    }
    return new Uint8Array(out);
  }
  function cbor(data) {
    var at = 0;
    function number(info) {
      var size = info < 24 ? 0 : 1 << info - 24, n = info;
      if (info > 27 || at + size > data.length) { throw new Error('no code'); }
      if (size) { n = 0; for (var i = 0; i < size; i++) { n = n * 256 + data[at++]; } }
      return n;
    }
    function item(depth) {
      if (at >= data.length || depth > 8) { throw new Error('no code'); }
      var first = data[at++], major = first >> 5, n = number(first & 31), made, i;
      if (major > 1 && major < 6 && n > data.length) { throw new Error('no code'); }
      switch (major) {
        case 0: return n;
        case 1: return -1 - n;
        case 2: case 3:
          if (at + n > data.length) { throw new Error('no code'); }
          made = data.slice(at, at += n);
          return major === 2 ? made : new TextDecoder().decode(made);
        case 4: for (made = [], i = 0; i < n; i++) { made.push(item(depth + 1)); } return made;
        case 5: for (made = new Map(), i = 0; i < n; i++) { var key = item(depth + 1); made.set(key, item(depth + 1)); } return made;
        case 6: return {tag: n, value: item(depth + 1)};
        default: return n === 21 ? true : n === 20 ? false : null;
      }
    }
    var read = item(0);
    if (at !== data.length) { throw new Error('no code'); }
    return read;
  }
  function bytesOf(data) {
    return shared.joined([new Uint8Array(data.length < 24 ? [64 | data.length] : data.length < 256 ? [88, data.length] : [89, data.length >> 8, data.length & 255]), data]);
  }
  // What a code says that one of the keys of the copy signed, or null.
  function readCode(code) {
    return Promise.resolve().then(function () {
      var sign1 = cbor(base45(code.slice(4)));
      if (sign1.tag !== 18 || sign1.value.length !== 4) { return null; }
      var head = cbor(sign1.value[0]);
      if (head.get(1) !== -7) { return null; }
      var signed = shared.joined([new Uint8Array([132, 106]), text.encode('Signature1'), bytesOf(sign1.value[0]), new Uint8Array([64]), bytesOf(sign1.value[2])]);
      return shared.isSigned(new TextDecoder().decode(head.get(4)), copy.keys.keys, sign1.value[3], signed).then(function (good) {
        var claims = good && cbor(sign1.value[2]), says = claims && claims.get(-70002);
        if (!claims || claims.get(1) !== 'BZ' || claims.get(-70001) !== 'border-declaration') { return null; }
        return {
          until: claims.get(4) * 1000, number: says.get(1), version: says.get(2), arrival: says.get(3) === 'A', port: says.get(4), day: says.get(5),
          carrier: says.get(6), count: says.get(7), withdrawn: false, answers: [],
          travellers: says.get(8).map(function (one, i) {
            return {position: i + 1, name: (one[1] + ' ' + one[0]).trim(), nationality: one[3], visitor: one[3] !== 'BLZ', document: one[2], details: []};
          })
        };
      });
    }).catch(function () { return null; });
  }

  // ---- finding
  function find(typed) {
    var plain = typed.trim();
    return usable().then(function (have) {
      if (!have) { say(word(copy ? 'too-old' : 'no-copy-yet')); return undefined; }
      if (plain.startsWith('BZ1:')) { return readCode(plain).then(byCode); }
      var wanted = plain.toUpperCase().replace(/[^A-Z0-9]/g, '');
      var all = wanted.length < DIGITS ? [] : have.declarations.filter(function (one) {
        return one.number.replace(/-/g, '') === wanted
          || one.travellers.some(function (who) { return who.document.toUpperCase().replace(/[^A-Z0-9]/g, '').endsWith(wanted); });
      });
      if (!all.length) { say(word('none')); return undefined; }
      if (all.length === 1) { return open(all[0], null); }
      $('found').replaceChildren(element('h2', word('several')), list(all.map(entry)));
      return undefined;
    });
  }
  function byCode(code) {
    if (!code) { say(word('forged')); return undefined; }
    var there = copy.declarations.filter(function (one) { return one.number === code.number; })[0];
    return shared.now().then(function (now) {
      if (!there || there.version < code.version) { return open(code, now > code.until ? 'expired' : there ? 'newer' : 'only-code'); }
      return open(there, there.version > code.version ? 'old' : now > code.until ? 'expired' : 'good');
    });
  }
  function entry(one) {
    return button(one.number + ' · ' + (one.travellers[0] ? one.travellers[0].name : '') + (one.count > 1 ? ' + ' + (one.count - 1) : ''), '',
      function () { open(one, null); });
  }

  // ---- what is shown
  function pair(to, title, content) { to.append(element('dt', title), element('dd', content)); }
  function open(declaration, seen) {
    shown = declaration;
    say('');
    $('d-number').textContent = declaration.number;
    var state = declaration.withdrawn ? 'withdrawn' : seen;
    $('d-verdict').replaceChildren();
    if (state) {
      var panel = element('div', '', 'c-panel c-verdict--' + (state === 'withdrawn' ? 'invalid' : state === 'good' ? 'valid' : 'unknown'));
      panel.append(element('p', word('seen.' + state, declaration.version)));
      $('d-verdict').append(panel);
    }
    var facts = element('dl', '', 'c-list');
    pair(facts, word('version'), String(declaration.version));
    // Of a declaration that is not in the copy its code says no more than this.
    if (!declaration.answers.length) { pair(facts, word('carrier'), declaration.carrier + ', ' + day(declaration.day)); }
    declaration.answers.forEach(function (one) { pair(facts, one.title, one.text); });
    $('d-facts').replaceChildren(facts);
    return here(declaration.number).then(function (mine) {
      $('d-travellers').replaceChildren.apply($('d-travellers'), declaration.travellers.map(function (one) {
        return traveller(declaration, one, mine.filter(function (decision) { return decision.position === one.position; }).pop());
      }));
      show('declaration');
    });
  }
  function traveller(declaration, one, mine) {
    var box = element('div', '', 'c-side'), facts = element('dl', '', 'c-list');
    box.append(element('h2', one.name));
    pair(facts, word('nationality'), one.nationality);
    if (!one.details.length) { pair(facts, word('document'), one.document); }
    one.details.forEach(function (detail) { pair(facts, detail.title, detail.text); });
    box.append(facts);
    if (one.visa) {
      var visa = element('p');
      visa.append(element('span', one.visa.title, 'c-tag ' + (one.visa.suffices ? 'c-tag--ok' : 'c-tag--late')), ' ' + one.visa.text);
      box.append(visa);
    }
    if (one.stay) { box.append(element('p', one.stay)); }
    if (one.refer) { box.append(element('p', word('refer'), 'c-panel c-verdict--unknown')); }
    if (one.list) { box.append(element('p', word('list.' + one.list), one.list === 'LISTED' && !(one.differences && one.differences.length) ? 'c-hint' : '')); }
    if (one.differences && one.differences.length) { box.append(differences(one)); }
    if (one.decision) { box.append(tag(one.decision.outcome, one.decision.until, one.decision.by + ', ' + time(one.decision.at))); }
    if (mine) { box.append(tag(mine.outcome, mine.until, word('here', time(mine.at)))); }
    if (!declaration.withdrawn) {
      var decide = element('button', word('decide'), 'govuk-button govuk-button--secondary');
      decide.type = 'button';
      decide.append(element('span', ' ' + one.name, 'govuk-visually-hidden'));
      decide.addEventListener('click', function () { awake(); begin(declaration, one); });
      box.append(decide);
    }
    return box;
  }
  // Where the carrier's list says something else, side by side as at the desk.
  function differences(one) {
    var table = element('table', '', 'c-table c-pair'), caption = element('caption', word('differences'));
    caption.append(element('span', ' ' + one.name, 'govuk-visually-hidden'));
    var head = element('thead'), titles = element('tr'), body = element('tbody');
    titles.append(element('td'));
    ['carrier-says', 'declared'].forEach(function (key) {
      var title = element('th', word(key));
      title.scope = 'col';
      titles.append(title);
    });
    head.append(titles);
    one.differences.forEach(function (difference) {
      var row = element('tr'), title = element('th', difference.title);
      title.scope = 'row';
      row.append(title);
      [difference.listed, difference.shown].forEach(function (said) {
        var cell = element('td');
        cell.append(element('mark', said || '–'));
        row.append(cell);
      });
      body.append(row);
    });
    table.append(caption, head, body);
    return table;
  }
  function tag(outcome, until, by) {
    var p = element('p'), late = outcome === 'REFUSE' || outcome === 'SEIZE';
    p.append(element('span', word('outcome.' + outcome), 'c-tag ' + (late ? 'c-tag--late' : 'c-tag--ok')), ' ' + (until ? word('until', day(until)) + ' ' : ''),
      element('span', by, 'c-hint'));
    return p;
  }
  // What was decided on this device, whether it was brought or not.
  function here(number) {
    return Promise.all([shared.all('queue'), shared.all('sent')]).then(function (both) {
      return both[1].concat(both[0]).filter(function (one) { return one.number === number; }).sort(function (a, b) { return a.at < b.at ? -1 : 1; });
    });
  }
  function showQueue() {
    return Promise.all([usable(), shared.all('queue'), shared.all('sent')]).then(function (there) {
      var have = there[0], groups = new Map(), mine = new Set();
      there[1].concat(there[2]).forEach(function (one) { mine.add(one.number + '/' + one.position); });
      if (!have) { $('queue').replaceChildren(element('p', word(copy ? 'too-old' : 'no-copy-yet'))); return; }
      have.declarations.forEach(function (one) {
        var key = one.day + '|' + one.carrier + '|' + one.arrival;
        if (!groups.has(key)) { groups.set(key, []); }
        groups.get(key).push(one);
      });
      if (!groups.size) { $('queue').replaceChildren(element('p', word('nobody'))); return; }
      $('queue').replaceChildren.apply($('queue'), Array.from(groups.values()).map(function (those) {
        var box = element('details', '', 'govuk-details'), head = element('summary', '', 'govuk-details__summary');
        var people = those.reduce(function (n, one) { return n + (one.withdrawn ? 0 : one.count); }, 0);
        var decided = those.reduce(function (n, one) {
          return n + one.travellers.filter(function (who) { return who.decision || mine.has(one.number + '/' + who.position); }).length;
        }, 0);
        head.append(element('span', those[0].carrier + ' · ' + word(those[0].arrival ? 'arrival' : 'departure') + ' · ' + day(those[0].day) + ' · '
          + word('decided', decided + '/' + people), 'govuk-details__summary-text'));
        var within = element('div', '', 'govuk-details__text');
        within.append(list(those.map(entry), function (i) { return those[i].withdrawn ? ' ' + word('withdrawn') : ''; }));
        box.append(head, within);
        return box;
      }));
      if (!have.whole) { $('queue').prepend(element('p', word('not-whole'))); }
    });
  }
  function line() {
    return shared.now().then(function (now) {
      $('network').textContent = word(navigator.onLine ? 'online' : 'no-network');
      $('age').textContent = copy ? word('copy', shared.age(now - Date.parse(copy.made))) : word('no-copy');
    });
  }
  function status() {
    return Promise.all([shared.all('queue'), shared.all('sent'), line()]).then(function (all) {
      $('waiting').textContent = word('waiting', all[0].length);
      if (!device) { return undefined; }
      $('sent').replaceChildren.apply($('sent'), all[1].slice(-10).reverse().map(function (one) {
        return element('li', one.number + ': ' + word('outcome.' + one.outcome) + ', ' + (one.counts ? word('counts') : word('conflict') + ' ' + word('reason.' + one.reason)));
      }));
      return showQueue();
    });
  }

  // ---- decisions
  function begin(declaration, one) {
    deciding = {declaration: declaration, traveller: one};
    $('decide-who').textContent = one.name + ', ' + declaration.number;
    $('decide-form').reset();
    var visitor = agency === 'immigration' && one.visitor && declaration.arrival;
    if ($('until-group')) {
      $('until-group').hidden = !visitor;
      $('until').value = visitor ? new Date(Date.parse(copy.today + 'T12:00:00Z') + copy.stayDays * 86400000).toISOString().slice(0, 10) : '';
    }
    say('');
    show('decide');
  }
  function chosen() { var one = document.querySelector('#decide-form input[name=outcome]:checked'); return one ? one.value : ''; }
  // What is wrong with what was typed, as the server would say it too.
  function wrong(outcome, written, until, rights) {
    if (['REFER', 'REFUSE', 'INSPECT', 'SEIZE'].indexOf(outcome) >= 0 && written.length < SHORTEST) { return 'wrong.grounds'; }
    if (outcome === 'REFUSE' && !rights) { return 'wrong.rights'; }
    if (outcome === 'ADMIT' && $('until-group') && !$('until-group').hidden) {
      var today = new Date(Date.now() - 6 * 3600000).toISOString().slice(0, 10);
      var last = new Date(Date.parse(today + 'T12:00:00Z') + copy.stayDays * 86400000).toISOString().slice(0, 10);
      if (!/^\d{4}-\d\d-\d\d$/.test(until) || until < today || until > last) { return 'wrong.until'; }
    }
    return '';
  }
  function decide() {
    var outcome = chosen(), written = $('words-typed').value.trim(), until = $('until') ? $('until').value.trim() : '';
    var rights = !!$('rights') && $('rights').checked;
    return usable().then(function (have) {
      var fault = have ? wrong(outcome, written, until, rights) : 'too-old';
      if (fault) { say(word(fault, fault === 'wrong.until' ? copy.stayDays : SHORTEST)); return undefined; }
      var body = {
        key: crypto.randomUUID(), number: deciding.declaration.number, version: deciding.declaration.version, position: deciding.traveller.position,
        outcome: outcome, until: outcome === 'ADMIT' && until ? until : null, words: written, rights: rights, decidedAt: new Date().toISOString(),
        snapshot: have.made
      };
      return shared.signed(body, device).then(function (jws) {
        var one = {key: body.key, number: body.number, position: body.position, outcome: outcome, until: body.until, at: body.decidedAt, signed: jws};
        return shared.within(['queue'], 'readwrite', function (t) { t.objectStore('queue').put(one, one.key); });
      }).then(function () {
        deciding = null;
        return open(shown, null);
      }).then(status).then(function () { say(word('saved'), true); bring(); });
    });
  }
  function bring() {
    return shared.all('queue').then(function (all) {
      if (!all.length || !navigator.onLine || !device) { return undefined; }
      return shared.session().then(function () { return send(all); });
    }).catch(function (error) { return error.status ? refused(error).catch(function () {}) : undefined; }).then(status);
  }
  // What the answer does not say is kept stays here.
  function send(all) {
    var batch = all.slice(0, BATCH);
    return shared.ask('POST', '/decisions', {
      sent: new Date().toISOString(), decisions: batch.map(function (one) { return {signed: one.signed}; })
    }).then(function (said) {
      return shared.within(['queue', 'sent'], 'readwrite', function (t) {
        said.decisions.forEach(function (one, i) {
          var mine = batch[i];
          if (!one.kept) { return; }
          t.objectStore('queue').delete(mine.key);
          t.objectStore('sent').put({key: mine.key, number: mine.number, position: mine.position, outcome: mine.outcome, until: mine.until, at: mine.at,
            counts: one.counts, reason: one.reason}, mine.at + mine.key);
        });
      });
    }).then(function () { return all.length > BATCH ? send(all.slice(BATCH)) : undefined; });
  }
  function refresh(always) {
    if (!device || !navigator.onLine) { return status(); }
    return shared.session().then(function () { $('sign-in').hidden = true; return bring(); }).then(shared.now).then(function (now) {
      return device && (always || !copy || now - Date.parse(copy.made) > FRESH) ? fetchCopy() : undefined;
    }).catch(function (error) { return error.status ? refused(error).catch(function () {}) : undefined; }).then(status);
  }

  // ---- the page's controls
  function on(id, event, work) { $(id).addEventListener(event, function (e) { e.preventDefault(); awake(); work(e); }); }
  function busy(one, work) {
    one.disabled = true;
    return work().catch(function () { say(word('not-done')); }).then(function () { one.disabled = false; });
  }
  function opened(made) { device = made.device; lock = made.lock; return readCopy(); }
  on('setup-form', 'submit', function () {
    var pin = $('pin1').value;
    if (!/^[0-9]{6}$/.test(pin) || pin !== $('pin2').value) { say(word('pins')); return; }
    busy($('setup-go'), function () {
      say('');
      return shared.enrol({name: $('device-name').value.trim() || navigator.platform || '?', port: $('port').value}, pin).then(opened)
        .then(function () { return refresh(true); }).then(function () { $('pin1').value = $('pin2').value = ''; show('desk'); });
    });
  });
  on('unlock-form', 'submit', function () {
    say('');
    busy($('unlock-go'), function () {
      return shared.unlock($('pin').value).then(function (made) {
        $('pin').value = '';
        if (made.device) { return opened(made).then(function () { show('desk'); return status(); }).then(function () { refresh(false); }); }
        if (made.left > 0) { say(word('wrong-pin', made.left)); return undefined; }
        show('setup');
        say(word('wiped'));
        return undefined;
      });
    });
  });
  on('find-form', 'submit', function () { say(''); $('found').replaceChildren(); busy($('find-go'), function () { return find($('find').value); }); });
  on('decide-form', 'submit', function () { busy($('decide-go'), decide); });
  on('declaration-back', 'click', function () { say(''); $('find').value = ''; $('found').replaceChildren(); show('desk'); });
  on('decide-back', 'click', function () { say(''); show('declaration'); });
  on('send', 'click', function () { refresh(true); });
  on('lock', 'click', lockAgain);
  addEventListener('online', function () { refresh(true); });
  addEventListener('offline', status);
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { line(); } });
  if (shared.canScan) {
    $('scan').hidden = false;
    on('scan', 'click', function () {
      shared.scan($('video')).then(function (code) { $('find').value = code; return find(code); }, function () { say(word('no-camera')); });
    });
  }

  // ---- start
  if (!shared.isSupported) { show('unsupported'); return; }
  shared.install();
  setInterval(line, 60000);
  kept('device').then(function (there) { show(there ? 'locked' : 'setup'); status(); awake(); });
}());
