// The app on an officer's phone: checks online or against a signed, encrypted copy; writes tickets and brings them when there is a network.
// docs/roadside-app.md says what is kept where.
(function () {
  'use strict';
  var IDLE = 5 * 60000, BATCH = 10;
  var FRESH = 3600000, LOW = 30, CHANGES = 1 << 15, LAPSED = 1 << 11, LARGEST = 1280;
  var VEHICLE_BITS = ['marker.STOLEN', 'marker.COURT_ORDER', 'marker.DISPUTED', 'state.OFF_ROAD', 'state.EXPORTED', 'state.SCRAPPED',
    'missing.INSURANCE', 'missing.INSPECTION', 'missing.TAX', 'missing.PERMIT'];
  // Said, but no reason by itself: not every bus carries passengers for money, and codes stand on the card.
  var ASIDE = ['missing.PERMIT', 'codes'];
  // What it shares with other pages of officers is in device.js.
  var shared = window.ceibaDevice('/transport/app', 'ceiba-roadside', ['queue', 'sent']);
  var text = shared.text, subtle = shared.subtle, b64 = shared.b64, b64url = shared.b64url, bytes = shared.bytes, within = shared.within;
  var kept = shared.kept, keep = shared.keep, ask = shared.ask, session = shared.session, now = shared.now, verified = shared.verified;
  var keys = shared.keys, old = shared.age;
  var words = {}, language = document.documentElement.lang;
  document.querySelectorAll('#words li').forEach(function (li) { words[li.dataset.key] = li.textContent; });
  var device = null, lock = null, copy = null, copyAge = null, found = {}, idle = null;

  function $(id) { return document.getElementById(id); }
  function word(key, value) { return (words[key] || key).replace('{0}', value === undefined ? '' : value); }
  function show(id) {
    ['unsupported', 'setup', 'locked', 'desk', 'ticket', 'receipt'].forEach(function (one) { $(one).hidden = one !== id; });
    var heading = $(id).querySelector('h1');
    if (heading) { heading.focus(); }
    window.scrollTo(0, 0);
  }
  function say(message) { $('said').textContent = message || ''; }

  // ---- what is kept on the phone
  function queue() { return shared.all('queue'); }
  // The tickets that were written stay: they are signed, and must come in.
  function wipe() {
    device = lock = copy = null;
    return shared.wipe();
  }

  // What ends the phone's service takes away what it has.
  function refused(error) {
    if (error.status === 410) {
      return wipe().then(function () { show('setup'); say(word('revoked')); });
    }
    if (error.status === 401 || error.status === 403) { $('sign-in').hidden = false; say(word('sign-in')); }
    throw error;
  }

  // ---- the PIN
  function enrol(name, pin) {
    return shared.enrol({name: name}, pin).then(function (made) {
      device = made.device;
      lock = made.lock;
      return keep('numbers', []);
    });
  }
  function unlock(pin) {
    return shared.unlock(pin).then(function (open) {
      if (open.device) {
        device = open.device;
        lock = open.lock;
        return readCopy().then(function () { return true; });
      }
      if (open.left > 0) { say(word('wrong-pin', open.left)); return false; }
      show('setup');
      say(word('wiped'));
      return false;
    });
  }
  function lockAgain() {
    if (device) { device = lock = copy = null; $('answer').replaceChildren(); $('written').replaceChildren(); show('locked'); }
  }
  function awake() { clearTimeout(idle); idle = setTimeout(lockAgain, IDLE); }

  // ---- the copy
  function readCopy() {
    return shared.readCopy('roadside-snapshot+json', device, lock).then(function (read) {
      copy = null;
      if (!read) { return undefined; }
      read.hashed = {vehicles: bytes(read.vehicles), drivers: bytes(read.drivers)};
      return subtle.importKey('raw', bytes(read.salt), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']).then(function (key) {
        read.key = key;
        copy = read;
      });
    }).then(fillOffences);
  }
  function fetchCopy() { return shared.fetchCopy(device, lock).then(readCopy); }
  function bitsOf(list, key) {
    return subtle.sign('HMAC', copy.key, text.encode(key)).then(function (mac) {
      var wanted = new Uint8Array(mac), rows = copy.hashed[list], low = 0, high = rows.length / 7 - 1;
      while (low <= high) {
        var middle = (low + high) >> 1, order = 0;
        for (var i = 0; i < 5 && order === 0; i++) { order = rows[middle * 7 + i] - wanted[i]; }
        if (order === 0) { return rows[middle * 7 + 5] << 8 | rows[middle * 7 + 6]; }
        if (order < 0) { low = middle + 1; } else { high = middle - 1; }
      }
      return -1;
    });
  }

  // ---- checks
  function understood(typed) {
    var code = /(?:[?&]c=)?([\w-]+\.[\w-]+\.[\w-]+)$/.exec(typed.trim());
    if (code) { return {code: code[1]}; }
    var plain = typed.trim().toUpperCase().replace(/[ -]+/g, '-');
    if (/^[1-9][0-9-]{11,13}$/.test(plain) && plain.replace(/-/g, '').length === 12) { return {driver: plain.replace(/-/g, '')}; }
    if (/^DL-?[0-9]+$/.test(plain)) { return {licence: plain.replace(/^DL-?/, 'DL-')}; }
    var plate = /^([A-Z]{1,4})-?([A-Z0-9]{1,7})$/.exec(plain);
    return plate ? {plate: plate[1] + '-' + plate[2]} : null;
  }
  function answerOf(what, bits, licenceClass) {
    if (bits < 0) { return {what: what, verdict: 'UNKNOWN', reasons: []}; }
    if (bits & CHANGES) { return {what: what, verdict: 'STALE', reasons: ['changes']}; }
    var reasons = [];
    if (what === 'vehicle') {
      VEHICLE_BITS.forEach(function (reason, i) { if (bits & 1 << i) { reasons.push(reason); } });
    } else {
      var index = licenceClass.charCodeAt(0) - 65;
      if (bits & 1 << index + 5) { reasons.push('barred'); }
      if (!(bits & 1 << index)) { reasons.push('other-class'); }
      if (bits & 1 << 10) { reasons.push('codes'); }
      if (reasons.indexOf('other-class') >= 0 && bits & LAPSED) { reasons[reasons.indexOf('other-class')] = 'lapsed'; }
      if (reasons[0] === 'other-class' && !(bits & 31)) { return {what: what, verdict: 'UNKNOWN', reasons: []}; }
    }
    var against = reasons.filter(function (reason) { return ASIDE.indexOf(reason) < 0; });
    return {what: what, verdict: against.length ? 'INVALID' : 'VALID', reasons: reasons};
  }
  function offline(asked, licenceClass) {
    return now().then(function (at) {
      if (!copy) { throw new Error('no copy'); }
      copyAge = at - Date.parse(copy.made);
      var what = asked.plate ? 'vehicle' : 'driver';
      if (at > Date.parse(copy.until) || copyAge < 0) {
        copy = null;
        return keep('copy', null).then(function () { return {what: what, verdict: 'STALE', reasons: ['too-old']}; });
      }
      var key = asked.plate ? 'p:' + asked.plate : asked.driver ? 'd:' + asked.driver : asked.licence ? 'l:' + asked.licence : 'n:' + asked.document;
      return bitsOf(asked.plate ? 'vehicles' : 'drivers', key).then(function (bits) {
        var answer = answerOf(what, bits, licenceClass);
        if (at > Date.parse(copy.staleAfter)) { answer = {what: what, verdict: 'STALE', was: answer.verdict, reasons: answer.reasons}; }
        answer.age = copyAge;
        return answer;
      });
    });
  }
  function online(asked, licenceClass) {
    if (!navigator.onLine) { return Promise.reject(new Error('offline')); }
    var body = Object.assign({'class': licenceClass}, asked);
    return shared.ready().then(function () { return ask('POST', '/check', body); }).then(function (said) {
      var what = said.vehicle ? 'vehicle' : 'driver', one = said.vehicle || said.driver;
      return {what: what, verdict: one.verdict, reasons: one.reasons, shown: one.shown};
    });
  }
  // The code on a licence is verified here, online and offline; then the register or the copy says whether it still holds.
  function codeOf(asked) {
    if (!asked.code) { return Promise.resolve(null); }
    return keys().then(function (set) { return verified(asked.code, set); }).then(function (read) {
      return !read.header.typ && read.body.t === 'driving-licence' ? read.body : null;
    }).catch(function () { return null; }).then(function (claims) { return claims || {wrong: true}; });
  }
  function check(typed, licenceClass) {
    var asked = understood(typed);
    if (!asked) { return Promise.resolve({error: 'what'}); }
    return codeOf(asked).then(function (claims) {
      if (claims && claims.wrong) { return {what: 'driver', verdict: 'UNKNOWN', reasons: ['not-ours']}; }
      var wanted = claims ? {document: claims.n} : asked;
      return online(wanted, licenceClass).catch(function (error) {
        if (error.status === 401) { $('sign-in').hidden = false; }
        return offline(wanted, licenceClass).catch(function () { throw error; });
      }).then(function (answer) {
        if (claims) { answer.claims = claims; }
        answer.asked = asked;
        return answer;
      });
    }).catch(function (error) { return {error: error.status === 401 || error.status === 403 ? 'sign-in' : 'not-checked'}; });
  }
  function element(name, content, className) {
    var made = document.createElement(name);
    if (content) { made.textContent = content; }
    if (className) { made.className = className; }
    return made;
  }
  function shown(answer) {
    var panel = element('div', '', 'c-panel c-verdict');
    if (answer.error) {
      panel.className += ' c-verdict--error';
      panel.append(element('h2', word('error.' + answer.error)));
    } else {
      panel.className += ' c-verdict--' + (answer.verdict === 'STALE' ? 'unknown' : answer.verdict.toLowerCase());
      panel.append(element('h2', word(answer.what + '.' + answer.verdict)));
      if (answer.was) { panel.append(element('p', word('was', word(answer.what + '.' + answer.was)))); }
      answer.reasons.forEach(function (reason) { var p = element('p'); p.append(element('b', word(reason))); panel.append(p); });
      Object.keys(answer.shown || {}).forEach(function (key) { panel.append(element('p', answer.shown[key])); });
      if (answer.claims && answer.claims.h) { panel.append(element('p', word('code', answer.claims.h))); }
      if (answer.age !== undefined) { panel.append(element('p', word('offline', old(answer.age)))); }
      if (answer.asked && answer.asked.plate) { found.plate = answer.asked.plate; }
      if (answer.asked && answer.asked.driver) { found.driver = answer.asked.driver; }
      if (answer.claims && answer.claims.h) { found.name = answer.claims.h; }
    }
    $('answer').replaceChildren(panel);
    panel.tabIndex = -1;
    panel.focus();
  }

  // ---- tickets
  function fillOffences() {
    var select = $('offence'), day = new Date(Date.now() - 6 * 3600000).toISOString().slice(0, 10);
    if (!copy) { return; }
    select.replaceChildren(element('option', ''));
    select.firstChild.value = '';
    copy.offences.forEach(function (one) {
      var rate = one.rates.filter(function (r) { return r.from <= day && (!r.to || day <= r.to); })[0];
      if (rate) {
        var option = element('option', (one.name[language] || one.name.en) + ' · BZ$' + (rate.cents / 100).toFixed(2));
        option.value = one.code;
        select.append(option);
      }
    });
  }
  function picture(file) {
    if (!file) { return Promise.resolve(null); }
    return createImageBitmap(file).then(function (image) {
      var scale = Math.min(1, LARGEST / Math.max(image.width, image.height)), canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (resolve) { canvas.toBlob(resolve, 'image/jpeg', 0.7); });
    }).then(function (blob) { return blob.arrayBuffer(); });
  }
  function digest(content) {
    return content ? subtle.digest('SHA-256', content).then(b64url) : Promise.resolve(undefined);
  }
  // A number is taken and kept as taken in one step, so that no two tickets get it whatever breaks in between.
  function takeNumber() {
    var taken = {};
    return within(['kept'], 'readwrite', function (t) {
      var at = t.objectStore('kept');
      at.get('numbers').onsuccess = function (event) {
        var all = event.target.result || [];
        taken.number = all.shift();
        if (taken.number) { at.put(all, 'numbers'); }
      };
      at.get('serial').onsuccess = function (event) { taken.serial = (event.target.result || 0) + 1; at.put(taken.serial, 'serial'); };
    }).then(function () {
      if (!taken.number) { throw new Error('no number'); }
      return taken;
    });
  }
  function value(id) { return $(id).value.trim() || undefined; }
  // As people type it: 21.5, or 34 km.
  function miles(typed) {
    var found = /^(\d{1,3}(?:[.,]\d{1,2})?)\s*(k)?/i.exec(typed || '');
    return found ? Math.round(10 * found[1].replace(',', '.') * (found[2] ? 0.621371 : 1)) / 10 : undefined;
  }
  function write(place) {
    var at = new Date().toISOString(), files = {}, drawn = $('sign').dataset.drawn;
    return picture($('photo').files[0]).then(function (photo) {
      files.photo = photo;
      return drawn ? new Promise(function (r) { $('sign').toBlob(r, 'image/png'); }).then(function (b) { return b.arrayBuffer(); }) : null;
    }).then(function (signature) {
      files.signature = signature;
      return Promise.all([digest(files.photo), digest(files.signature), takeNumber()]);
    }).then(function (all) {
      var body = {
        number: all[2].number, serial: all[2].serial, offence: value('offence'), at: at, writtenAt: new Date().toISOString(),
        place: value('place'), road: value('t-road'), mile: miles(value('t-mile')), latitude: place.latitude, longitude: place.longitude, accuracy: place.accuracy,
        plate: value('t-plate') && (understood(value('t-plate')) || {}).plate, driver: value('t-driver') && value('t-driver').replace(/\D/g, ''),
        driverName: value('t-name'), language: $('t-language').value, photo: all[0], signature: all[1]
      };
      return shared.signed(body, device).then(function (jws) {
        var ticket = {number: body.number, signed: jws, photo: files.photo && b64(files.photo), signature: files.signature && b64(files.signature)};
        return within(['queue'], 'readwrite', function (t) { t.objectStore('queue').put(ticket, ticket.number); }).then(function () { return body; });
      });
    });
  }
  function receipt(body) {
    var option = $('offence').selectedOptions[0].textContent;
    $('r-number').textContent = body.number;
    $('r-offence').textContent = option;
    $('r-when').textContent = new Date(body.at).toLocaleString(language + '-BZ', {timeZone: 'America/Belize', dateStyle: 'long', timeStyle: 'short'});
    $('r-where').textContent = [body.road && $('t-road').selectedOptions[0].textContent, body.mile, body.place, body.latitude && body.latitude.toFixed(5) + ', ' + body.longitude.toFixed(5)].filter(Boolean).join(' · ');
    $('r-plate').textContent = body.plate || '–';
    $('r-driver').textContent = body.driverName || '–';
    show('receipt');
  }
  function bring() {
    return queue().then(function (all) {
      if (!all.length || !navigator.onLine) { return undefined; }
      return session().then(function () { return send(all); });
    }).catch(function (error) { return error.status ? refused(error) : undefined; }).then(status);
  }
  function send(all) {
    var batch = all.slice(0, BATCH);
    return ask('POST', '/tickets', {
      sent: new Date().toISOString(),
      tickets: batch.map(function (one) { return {signed: one.signed, photo: one.photo || undefined, signature: one.signature || undefined}; })
    }).then(function (said) {
      return within(['queue', 'sent'], 'readwrite', function (t) {
        said.tickets.forEach(function (one, i) {
          t.objectStore('queue').delete(batch[i].number);
          t.objectStore('sent').put({number: batch[i].number, accepted: one.accepted, reason: one.reason}, batch[i].number);
        });
      });
    }).then(function () { return all.length > BATCH ? send(all.slice(BATCH)) : undefined; });
  }

  // ---- what the officer sees
  function status() {
    return Promise.all([queue(), kept('numbers'), now(), shared.all('sent')])
      .then(function (all) {
        $('network').textContent = word(navigator.onLine ? 'online' : 'no-network');
        $('age').textContent = copy ? word('copy', old(all[2] - Date.parse(copy.made))) : word('no-copy');
        $('waiting').textContent = word('waiting', all[0].length);
        $('left').textContent = word('numbers', (all[1] || []).length);
        $('written').replaceChildren.apply($('written'), all[3].slice(-10).reverse().map(function (one) {
          return element('li', one.number + ': ' + (one.accepted ? word('accepted') : word('held')));
        }));
      });
  }
  // The server lends again what it has not seen used; what this phone had before it may have used since.
  function take(said) {
    return within(['kept'], 'readwrite', function (t) {
      var at = t.objectStore('kept');
      at.get('lent').onsuccess = function (event) {
        var before = event.target.result || [], fresh = said.numbers.filter(function (n) { return before.indexOf(n) < 0; });
        at.put(said.numbers, 'lent');
        at.get('numbers').onsuccess = function (had) { at.put((had.target.result || []).concat(fresh), 'numbers'); };
      };
    });
  }
  function refresh() {
    if (!device || !navigator.onLine) { return status(); }
    return session().then(function () { $('sign-in').hidden = true; return Promise.all([kept('numbers'), now()]); }).then(function (all) {
      var steps = Promise.resolve();
      if (!all[0] || all[0].length < LOW) {
        steps = steps.then(function () { return ask('POST', '/devices/' + device.id + '/numbers', {}); }).then(take);
      }
      if (!copy || all[1] - Date.parse(copy.made) > FRESH) { steps = steps.then(fetchCopy); }
      return steps;
    }).catch(function (error) { return error.status ? refused(error).catch(function () {}) : undefined; }).then(bring);
  }
  function on(id, event, work) { $(id).addEventListener(event, function (e) { e.preventDefault(); awake(); work(e); }); }
  function busy(button, work) {
    button.disabled = true;
    return work().catch(function (error) { say(word(error.message === 'no number' ? 'no-number' : 'error.not-done')); })
      .then(function () { button.disabled = false; });
  }
  function place() {
    return new Promise(function (resolve) {
      if (!navigator.geolocation) { resolve({}); return; }
      navigator.geolocation.getCurrentPosition(function (at) { resolve(at.coords); }, function () { resolve({}); },
        {enableHighAccuracy: true, timeout: 4000, maximumAge: 60000});
    });
  }

  on('setup-form', 'submit', function () {
    var pin = $('pin1').value;
    if (!/^[0-9]{6}$/.test(pin) || pin !== $('pin2').value) { say(word('pins')); return; }
    busy($('setup-go'), function () {
      say('');
      return enrol($('phone-name').value.trim() || navigator.platform || '?', pin).then(refresh).then(function () {
        $('pin1').value = $('pin2').value = '';
        show('desk');
      });
    });
  });
  on('unlock-form', 'submit', function () {
    say('');
    busy($('unlock-go'), function () {
      return unlock($('pin').value).then(function (open) {
        $('pin').value = '';
        if (open) { show('desk'); return status().then(function () { refresh(); }); }
        return undefined;
      });
    });
  });
  on('check-form', 'submit', function () {
    say('');
    busy($('check-go'), function () { return check($('find').value, $('class').value).then(shown); });
  });
  on('new', 'click', function () {
    ['t-plate', 't-driver', 't-name', 't-road', 't-mile', 'place'].forEach(function (id) { $(id).value = ''; });
    $('t-plate').value = found.plate || '';
    $('t-driver').value = found.driver || '';
    $('t-name').value = found.name || '';
    $('photo').value = '';
    clearSign();
    say('');
    show('ticket');
  });
  on('ticket-form', 'submit', function () {
    if (!value('offence') || (!value('t-plate') && !value('t-driver'))) { say(word('who')); return; }
    if (value('t-driver') && !value('t-name')) { say(word('name')); return; }
    if (value('t-driver') && value('t-driver').replace(/\D/g, '').length !== 12) { say(word('number')); return; }
    busy($('ticket-go'), function () {
      say('');
      return place().then(write).then(function (body) { found = {}; receipt(body); return status().then(bring); });
    });
  });
  ['ticket-back', 'receipt-back'].forEach(function (id) { on(id, 'click', function () { say(''); $('answer').replaceChildren(); $('find').value = ''; show('desk'); }); });
  on('print', 'click', function () { window.print(); });
  on('send', 'click', function () { refresh(); });
  on('lock', 'click', lockAgain);
  addEventListener('online', refresh);
  addEventListener('offline', status);
  document.addEventListener('visibilitychange', function () { if (!document.hidden && device) { status(); } });

  // ---- a finger's signature
  var pen = null;
  function clearSign() { $('sign').getContext('2d').clearRect(0, 0, $('sign').width, $('sign').height); delete $('sign').dataset.drawn; }
  function point(e) {
    var box = $('sign').getBoundingClientRect();
    return [(e.clientX - box.left) * $('sign').width / box.width, (e.clientY - box.top) * $('sign').height / box.height];
  }
  $('sign').addEventListener('pointerdown', function (e) { pen = point(e); $('sign').setPointerCapture(e.pointerId); });
  $('sign').addEventListener('pointermove', function (e) {
    if (!pen) { return; }
    var to = point(e), draw = $('sign').getContext('2d');
    draw.lineWidth = 3; draw.lineCap = 'round'; draw.beginPath(); draw.moveTo(pen[0], pen[1]); draw.lineTo(to[0], to[1]); draw.stroke();
    pen = to;
    $('sign').dataset.drawn = '1';
  });
  $('sign').addEventListener('pointerup', function () { pen = null; });
  on('sign-clear', 'click', clearSign);

  // ---- the camera, where the browser reads codes
  function scan() {
    return shared.scan($('video')).then(function (code) {
      $('find').value = code;
      return check(code, $('class').value).then(shown);
    }).catch(function () { say(word('no-camera')); });
  }
  if (shared.canScan) { $('scan').hidden = false; on('scan', 'click', scan); }

  // ---- start
  if (!shared.isSupported) { show('unsupported'); return; }
  shared.install();
  kept('device').then(function (there) { show(there ? 'locked' : 'setup'); status(); awake(); });
}());
