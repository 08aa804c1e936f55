// The app on an officer's phone: checks online or against a signed, encrypted copy; writes tickets and brings them when there is a network.
// docs/roadside-app.md says what is kept where.
(function () {
  'use strict';
  var PAGE = '/transport/app', KEPT = 'ceiba-roadside', ROUNDS = 600000, TRIES = 5, IDLE = 5 * 60000, BATCH = 10;
  var FRESH = 3600000, LOW = 30, PATIENCE = 3000, CHANGES = 1 << 15, LARGEST = 1280;
  var VEHICLE_BITS = ['marker.STOLEN', 'marker.COURT_ORDER', 'marker.DISPUTED', 'state.OFF_ROAD', 'state.EXPORTED', 'state.SCRAPPED',
    'missing.INSURANCE', 'missing.INSPECTION', 'missing.TAX'];
  var text = new TextEncoder(), subtle = window.crypto && crypto.subtle;
  var words = {}, language = document.documentElement.lang;
  document.querySelectorAll('#words li').forEach(function (li) { words[li.dataset.key] = li.textContent; });
  var device = null, lock = null, copy = null, copyAge = null, found = {}, csrf = null, idle = null;

  function $(id) { return document.getElementById(id); }
  function word(key, value) { return (words[key] || key).replace('{0}', value === undefined ? '' : value); }
  function show(id) {
    ['unsupported', 'setup', 'locked', 'desk', 'ticket', 'receipt'].forEach(function (one) { $(one).hidden = one !== id; });
    var heading = $(id).querySelector('h1');
    if (heading) { heading.focus(); }
    window.scrollTo(0, 0);
  }
  function say(message) { $('said').textContent = message || ''; }

  // ---- bytes
  function b64(bytes) {
    var raw = '', all = new Uint8Array(bytes);
    for (var i = 0; i < all.length; i += 8192) { raw += String.fromCharCode.apply(null, all.subarray(i, i + 8192)); }
    return btoa(raw);
  }
  function b64url(bytes) { return b64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''); }
  function bytes(b) {
    return Uint8Array.from(atob(b.replace(/-/g, '+').replace(/_/g, '/')), function (c) { return c.charCodeAt(0); });
  }
  function joined(parts) {
    var all = new Uint8Array(parts.reduce(function (n, part) { return n + part.length; }, 0)), at = 0;
    parts.forEach(function (part) { all.set(part, at); at += part.length; });
    return all;
  }
  function number32(n) { return new Uint8Array([n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]); }

  // ---- what is kept on the phone
  var opened = null;
  function store() {
    opened = opened || new Promise(function (resolve, reject) {
      var asked = indexedDB.open(KEPT, 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore('kept');
        asked.result.createObjectStore('queue');
        asked.result.createObjectStore('sent');
      };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = function () { reject(asked.error); };
    });
    return opened;
  }
  function within(stores, mode, work) {
    return store().then(function (db) {
      return new Promise(function (resolve, reject) {
        var transaction = db.transaction(stores, mode), result;
        transaction.oncomplete = function () { resolve(result && 'result' in result ? result.result : result); };
        transaction.onerror = transaction.onabort = function () { reject(transaction.error); };
        result = work(transaction);
      });
    });
  }
  function kept(key) { return within(['kept'], 'readonly', function (t) { return t.objectStore('kept').get(key); }); }
  function keep(key, value) { return within(['kept'], 'readwrite', function (t) { t.objectStore('kept').put(value, key); }); }
  function queue() { return within(['queue'], 'readonly', function (t) { return t.objectStore('queue').getAll(); }); }
  // The tickets that were written stay: they are signed, and must come in.
  function wipe() {
    device = lock = copy = null;
    return within(['kept'], 'readwrite', function (t) { t.objectStore('kept').clear(); });
  }

  // ---- the server
  function ask(method, path, body) {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, path.endsWith('/check') ? PATIENCE : 60000);
    var headers = {Accept: 'application/json'};
    if (body !== undefined) { headers['Content-Type'] = 'application/json'; headers['X-XSRF-TOKEN'] = csrf; }
    return fetch(PAGE + path, {
      method: method, headers: headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: 'same-origin',
      redirect: 'error', signal: stop.signal
    }).then(function (answer) {
      clearTimeout(timer);
      if (answer.ok) { return path.endsWith('/snapshot') ? answer.text() : answer.json(); }
      var problem = new Error('refused');
      problem.status = answer.status;
      throw problem;
    }, function (error) { clearTimeout(timer); throw error; });
  }
  function session() {
    return ask('GET', '/session').then(function (said) { csrf = said.csrf; return remember(said.now).then(function () { return said; }); });
  }
  // The latest time that we were ever told: a phone whose clock was set back can't make an old copy young.
  function remember(time) {
    return kept('latest').then(function (latest) {
      return !latest || latest < time ? keep('latest', time) : undefined;
    });
  }
  function now() {
    return kept('latest').then(function (latest) { return Math.max(Date.now(), latest ? Date.parse(latest) : 0); });
  }
  // What ends the phone's service takes away what it has.
  function refused(error) {
    if (error.status === 410) {
      return wipe().then(function () { show('setup'); say(word('revoked')); });
    }
    if (error.status === 401 || error.status === 403) { $('sign-in').hidden = false; say(word('sign-in')); }
    throw error;
  }

  // ---- the PIN: what is read offline is encrypted with it once more
  function pinKey(pin, salt) {
    return subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveKey']).then(function (raw) {
      return subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: ROUNDS}, raw, {name: 'AES-GCM', length: 256},
        false, ['encrypt', 'decrypt']);
    });
  }
  function seal(value) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return subtle.encrypt({name: 'AES-GCM', iv: iv}, lock, text.encode(value)).then(function (data) { return {iv: iv, data: data}; });
  }
  function unseal(sealed, key) {
    return subtle.decrypt({name: 'AES-GCM', iv: sealed.iv}, key, sealed.data).then(function (data) { return new TextDecoder().decode(data); });
  }
  function enrol(name, pin) {
    var keys = {}, salt = crypto.getRandomValues(new Uint8Array(16));
    return session().then(function () {
      return Promise.all([
        subtle.generateKey({name: 'ECDSA', namedCurve: 'P-256'}, false, ['sign', 'verify']),
        subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, false, ['deriveBits'])
      ]);
    }).then(function (pairs) {
      keys = {sign: pairs[0], box: pairs[1]};
      return Promise.all([subtle.exportKey('jwk', keys.sign.publicKey), subtle.exportKey('jwk', keys.box.publicKey)]);
    }).then(function (jwks) {
      var plain = jwks.map(function (jwk) { return {kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y}; });
      return ask('POST', '/devices', {name: name, sign: plain[0], box: plain[1]});
    }).then(function (said) {
      device = {id: said.device, expires: said.expires, sign: keys.sign.privateKey, box: keys.box.privateKey};
      return pinKey(pin, salt);
    }).then(function (key) {
      lock = key;
      return seal('open');
    }).then(function (check) {
      return within(['kept'], 'readwrite', function (t) {
        var to = t.objectStore('kept');
        to.put(device, 'device'); to.put(salt, 'salt'); to.put(check, 'check'); to.put(0, 'wrong'); to.put([], 'numbers');
        to.get('serial').onsuccess = function (event) { to.put(event.target.result || 0, 'serial'); };
      });
    });
  }
  function unlock(pin) {
    return Promise.all([kept('device'), kept('salt'), kept('check'), kept('wrong')]).then(function (all) {
      return pinKey(pin, all[1]).then(function (key) {
        return unseal(all[2], key).then(function () {
          device = all[0];
          lock = key;
          return keep('wrong', 0).then(readCopy).then(function () { return true; });
        }, function () {
          var wrong = all[3] + 1;
          return wrong >= TRIES ? wipe().then(function () { show('setup'); say(word('wiped')); return false; })
            : keep('wrong', wrong).then(function () { say(word('wrong-pin', TRIES - wrong)); return false; });
        });
      });
    });
  }
  function lockAgain() {
    if (device) { device = lock = copy = null; $('answer').replaceChildren(); $('written').replaceChildren(); show('locked'); }
  }
  function awake() { clearTimeout(idle); idle = setTimeout(lockAgain, IDLE); }

  // ---- the copy: JWE (ECDH-ES, A256GCM) to this phone around a JWS (ES256) of ours
  function concatKdf(secret, algorithm) {
    var name = text.encode(algorithm);
    return subtle.digest('SHA-256', joined([number32(1), new Uint8Array(secret), number32(name.length), name, number32(0), number32(0),
      number32(256)]));
  }
  function decrypt(jwe) {
    var parts = jwe.split('.'), header = JSON.parse(new TextDecoder().decode(bytes(parts[0])));
    return subtle.importKey('jwk', header.epk, {name: 'ECDH', namedCurve: 'P-256'}, false, []).then(function (theirs) {
      return subtle.deriveBits({name: 'ECDH', public: theirs}, device.box, 256);
    }).then(function (secret) { return concatKdf(secret, header.enc); }).then(function (raw) {
      return subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    }).then(function (key) {
      return subtle.decrypt({name: 'AES-GCM', iv: bytes(parts[2]), additionalData: text.encode(parts[0])}, key,
        joined([bytes(parts[3]), bytes(parts[4])]));
    }).then(function (plain) { return new TextDecoder().decode(plain); });
  }
  // Answers the header and payload of what one of the keys signed; fails otherwise.
  function verified(jws, keys) {
    var parts = jws.split('.'), header = JSON.parse(new TextDecoder().decode(bytes(parts[0])));
    var jwk = keys.filter(function (one) { return one.kid === header.kid; })[0];
    if (!jwk || header.alg !== 'ES256' || parts.length !== 3) { return Promise.reject(new Error('not ours')); }
    return subtle.importKey('jwk', {kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y}, {name: 'ECDSA', namedCurve: 'P-256'}, false, ['verify'])
      .then(function (key) {
        return subtle.verify({name: 'ECDSA', hash: 'SHA-256'}, key, bytes(parts[2]), text.encode(parts[0] + '.' + parts[1]));
      }).then(function (good) {
        if (!good) { throw new Error('not ours'); }
        return {header: header, body: JSON.parse(new TextDecoder().decode(bytes(parts[1])))};
      });
  }
  // The first keys come from the server itself over TLS when the phone is set up; a copy brings those that hold later.
  function keys() {
    return kept('keys').then(function (there) {
      return there || fetch('/documents/keys').then(function (answer) { return answer.json(); }).then(function (set) {
        return keep('keys', set.keys).then(function () { return set.keys; });
      });
    });
  }
  function readCopy() {
    return kept('copy').then(function (sealed) {
      copy = null;
      if (!sealed) { return undefined; }
      return unseal(sealed, lock).then(decrypt).then(function (jws) {
        return keys().then(function (set) { return verified(jws, set); });
      }).then(function (read) {
        if (read.header.typ !== 'roadside-snapshot+json') { throw new Error('no copy'); }
        copy = read.body;
        copy.hashed = {vehicles: bytes(copy.vehicles), drivers: bytes(copy.drivers)};
        return subtle.importKey('raw', bytes(copy.salt), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
      }).then(function (key) {
        copy.key = key;
        return keep('keys', copy.keys.keys).then(function () { return remember(copy.made); });
      }).catch(function () { copy = null; });
    }).then(fillOffences);
  }
  function fetchCopy() {
    return ask('POST', '/devices/' + device.id + '/snapshot', {}).then(seal).then(function (sealed) { return keep('copy', sealed); })
      .then(readCopy);
  }
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
      if (reasons.length === 1 && reasons[0] === 'other-class' && !(bits & 31)) { return {what: what, verdict: 'UNKNOWN', reasons: []}; }
    }
    return {what: what, verdict: reasons.length ? 'INVALID' : 'VALID', reasons: reasons};
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
    return (csrf ? Promise.resolve() : session()).then(function () { return ask('POST', '/check', body); }).then(function (said) {
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
  function old(milliseconds) {
    var minutes = Math.max(0, Math.round(milliseconds / 60000));
    return minutes < 60 ? minutes + ' min' : (Math.round(minutes / 6) / 10).toLocaleString(language) + ' h';
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
  function signed(body) {
    var head = b64url(text.encode(JSON.stringify({alg: 'ES256', kid: device.id})));
    var input = head + '.' + b64url(text.encode(JSON.stringify(body)));
    return subtle.sign({name: 'ECDSA', hash: 'SHA-256'}, device.sign, text.encode(input)).then(function (s) { return input + '.' + b64url(s); });
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
        place: value('place'), latitude: place.latitude, longitude: place.longitude, accuracy: place.accuracy,
        plate: value('t-plate') && (understood(value('t-plate')) || {}).plate, driver: value('t-driver') && value('t-driver').replace(/\D/g, ''),
        driverName: value('t-name'), language: $('t-language').value, photo: all[0], signature: all[1]
      };
      return signed(body).then(function (jws) {
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
    $('r-where').textContent = [body.place, body.latitude && body.latitude.toFixed(5) + ', ' + body.longitude.toFixed(5)].filter(Boolean).join(' · ');
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
    return Promise.all([queue(), kept('numbers'), now(), within(['sent'], 'readonly', function (t) { return t.objectStore('sent').getAll(); })])
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
    ['t-plate', 't-driver', 't-name', 'place'].forEach(function (id) { $(id).value = ''; });
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
    var video = $('video'), detector = new window.BarcodeDetector({formats: ['qr_code']}), stream = null;
    function end() { if (stream) { stream.getTracks().forEach(function (t) { t.stop(); }); } video.hidden = true; stream = null; }
    return navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}}).then(function (given) {
      stream = given;
      video.srcObject = given;
      video.hidden = false;
      return video.play();
    }).then(function look() {
      if (!stream) { return undefined; }
      return detector.detect(video).then(function (codes) {
        if (!codes.length) { return new Promise(function (r) { setTimeout(r, 150); }).then(look); }
        end();
        $('find').value = codes[0].rawValue;
        return check(codes[0].rawValue, $('class').value).then(shown);
      });
    }).catch(function () { end(); say(word('no-camera')); });
  }
  if ('BarcodeDetector' in window && navigator.mediaDevices) { $('scan').hidden = false; on('scan', 'click', scan); }

  // ---- start
  if (!subtle || !window.indexedDB || !navigator.serviceWorker) { show('unsupported'); return; }
  navigator.serviceWorker.register(PAGE + '/sw.js', {scope: PAGE}).then(function () {
    var assets = Array.from(document.querySelectorAll('link[rel=stylesheet],script[src]')).map(function (one) { return one.href || one.src; });
    return caches.open(KEPT).then(function (cache) { return navigator.onLine ? cache.addAll([PAGE].concat(assets)) : undefined; });
  }).catch(function () { /* It works online all the same. */ }).then(function () { document.documentElement.dataset.kept = '1'; });
  kept('device').then(function (there) { show(there ? 'locked' : 'setup'); status(); awake(); });
}());
