// What the installed pages of officers share: what is kept on the device, its keys and PIN, copies that are signed and encrypted to it, the camera.
// A page calls ceibaDevice with its path, the name of its database and the stores it has besides 'kept'.
window.ceibaDevice = function (page, name, stores) {
  'use strict';
  var ROUNDS = 600000, TRIES = 5, PATIENCE = 3000, STEP = 10000;
  var text = new TextEncoder(), subtle = window.crypto && crypto.subtle, csrf = null, opened = null, seen = null;

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

  // ---- what is kept on the device
  function store() {
    opened = opened || new Promise(function (resolve, reject) {
      var asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = function () {
        ['kept'].concat(stores).forEach(function (one) { asked.result.createObjectStore(one); });
      };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = function () { reject(asked.error); };
    });
    return opened;
  }
  function within(names, mode, work) {
    return store().then(function (db) {
      return new Promise(function (resolve, reject) {
        var transaction = db.transaction(names, mode), result;
        transaction.oncomplete = function () { resolve(result && 'result' in result ? result.result : result); };
        transaction.onerror = transaction.onabort = function () { reject(transaction.error); };
        result = work(transaction);
      });
    });
  }
  function all(from) { return within([from], 'readonly', function (t) { return t.objectStore(from).getAll(); }); }
  function kept(key) { return within(['kept'], 'readonly', function (t) { return t.objectStore('kept').get(key); }); }
  function keep(key, value) { return within(['kept'], 'readwrite', function (t) { t.objectStore('kept').put(value, key); }); }
  // What waits to be brought stays: it is signed, and must come in.
  function wipe() { return within(['kept'], 'readwrite', function (t) { t.objectStore('kept').clear(); }); }

  // ---- the server
  function ask(method, path, body) {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, path.endsWith('/check') ? PATIENCE : 60000);
    var headers = {Accept: 'application/json'};
    if (body !== undefined) { headers['Content-Type'] = 'application/json'; headers['X-XSRF-TOKEN'] = csrf; }
    return fetch(page + path, {
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
    return ask('GET', '/session').then(function (said) {
      csrf = said.csrf;
      // What a wrong clock of the device said before is forgotten: the server's is right.
      seen = null;
      return keep('seen', 0).then(function () { return remember(said.now); }).then(function () { return said; });
    });
  }
  function ready() { return csrf ? Promise.resolve() : session(); }
  // The latest time that we were ever told or saw on the device: whose clock was set back can't make an old copy young.
  function remember(time) {
    return kept('latest').then(function (latest) {
      return !latest || latest < time ? keep('latest', time) : undefined;
    });
  }
  function now() {
    return Promise.all([kept('latest'), kept('seen')]).then(function (there) {
      var since = seen ? seen.at + performance.now() - seen.tick : 0;
      var at = Math.max(Date.now(), there[0] ? Date.parse(there[0]) : 0, there[1] || 0, since);
      seen = {at: at, tick: performance.now()};
      return at < (there[1] || 0) + STEP ? at : keep('seen', at).then(function () { return at; });
    });
  }

  // ---- the PIN: what is read offline is encrypted with it once more
  function pinKey(pin, salt) {
    return subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveKey']).then(function (raw) {
      return subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: ROUNDS}, raw, {name: 'AES-GCM', length: 256},
        false, ['encrypt', 'decrypt']);
    });
  }
  function seal(value, lock) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return subtle.encrypt({name: 'AES-GCM', iv: iv}, lock, text.encode(value)).then(function (data) { return {iv: iv, data: data}; });
  }
  function unseal(sealed, lock) {
    return subtle.decrypt({name: 'AES-GCM', iv: sealed.iv}, lock, sealed.data).then(function (data) { return new TextDecoder().decode(data); });
  }
  // Makes keys, enrols the device with what the page asks, and answers the device and the key that its PIN opens.
  function enrol(asked, pin) {
    var keys = {}, made = {}, salt = crypto.getRandomValues(new Uint8Array(16));
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
      return ask('POST', '/devices', Object.assign({sign: plain[0], box: plain[1]}, asked));
    }).then(function (said) {
      made.device = {id: said.device, expires: said.expires, sign: keys.sign.privateKey, box: keys.box.privateKey};
      return pinKey(pin, salt);
    }).then(function (key) {
      made.lock = key;
      return seal('open', key);
    }).then(function (check) {
      return within(['kept'], 'readwrite', function (t) {
        var to = t.objectStore('kept');
        to.put(made.device, 'device'); to.put(salt, 'salt'); to.put(check, 'check'); to.put(0, 'wrong');
      });
    }).then(function () { return made; });
  }
  // Answers the device and its key, or how many tries are left; with none left, what was kept is gone.
  function unlock(pin) {
    return Promise.all([kept('device'), kept('salt'), kept('check'), kept('wrong')]).then(function (there) {
      return pinKey(pin, there[1]).then(function (key) {
        return unseal(there[2], key).then(function () {
          return keep('wrong', 0).then(function () { return {device: there[0], lock: key}; });
        }, function () {
          var left = TRIES - there[3] - 1;
          return (left > 0 ? keep('wrong', there[3] + 1) : wipe()).then(function () { return {left: left}; });
        });
      });
    });
  }

  // ---- the copy: JWE (ECDH-ES, A256GCM) to this device around a JWS (ES256) of ours
  function concatKdf(secret, algorithm) {
    var id = text.encode(algorithm);
    return subtle.digest('SHA-256', joined([number32(1), new Uint8Array(secret), number32(id.length), id, number32(0), number32(0),
      number32(256)]));
  }
  function decrypt(jwe, box) {
    var parts = jwe.split('.'), header = JSON.parse(new TextDecoder().decode(bytes(parts[0])));
    return subtle.importKey('jwk', header.epk, {name: 'ECDH', namedCurve: 'P-256'}, false, []).then(function (theirs) {
      return subtle.deriveBits({name: 'ECDH', public: theirs}, box, 256);
    }).then(function (secret) { return concatKdf(secret, header.enc); }).then(function (raw) {
      return subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    }).then(function (key) {
      return subtle.decrypt({name: 'AES-GCM', iv: bytes(parts[2]), additionalData: text.encode(parts[0])}, key,
        joined([bytes(parts[3]), bytes(parts[4])]));
    }).then(function (plain) { return new TextDecoder().decode(plain); });
  }
  // Whether one of the keys, by its identifier, signed something.
  function isSigned(kid, keys, signature, signed) {
    var jwk = keys.filter(function (one) { return one.kid === kid; })[0];
    if (!jwk) { return Promise.resolve(false); }
    return subtle.importKey('jwk', {kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y}, {name: 'ECDSA', namedCurve: 'P-256'}, false, ['verify'])
      .then(function (key) { return subtle.verify({name: 'ECDSA', hash: 'SHA-256'}, key, signature, signed); });
  }
  // Answers the header and payload of what one of the keys signed; fails otherwise.
  function verified(jws, keys) {
    var parts = jws.split('.'), header = JSON.parse(new TextDecoder().decode(bytes(parts[0])));
    if (header.alg !== 'ES256' || parts.length !== 3) { return Promise.reject(new Error('not ours')); }
    return isSigned(header.kid, keys, bytes(parts[2]), text.encode(parts[0] + '.' + parts[1])).then(function (good) {
      if (!good) { throw new Error('not ours'); }
      return {header: header, body: JSON.parse(new TextDecoder().decode(bytes(parts[1])))};
    });
  }
  // The first keys come from the server itself over TLS when the device is set up; a copy brings those that hold later.
  function keys() {
    return kept('keys').then(function (there) {
      return there || fetch('/documents/keys').then(function (answer) { return answer.json(); }).then(function (set) {
        return keep('keys', set.keys).then(function () { return set.keys; });
      });
    });
  }
  // The copy that is kept, or null when there is none that is ours.
  function readCopy(type, device, lock) {
    return kept('copy').then(function (sealed) {
      if (!sealed) { return null; }
      return unseal(sealed, lock).then(function (jwe) { return decrypt(jwe, device.box); }).then(function (jws) {
        return keys().then(function (set) { return verified(jws, set); });
      }).then(function (read) {
        if (read.header.typ !== type) { throw new Error('no copy'); }
        return keep('keys', read.body.keys.keys).then(function () { return remember(read.body.made); }).then(function () { return read.body; });
      }).catch(function () { return null; });
    });
  }
  function fetchCopy(device, lock) {
    return ask('POST', '/devices/' + device.id + '/snapshot', {}).then(function (jwe) { return seal(jwe, lock); })
      .then(function (sealed) { return keep('copy', sealed); });
  }
  function signed(body, device) {
    var head = b64url(text.encode(JSON.stringify({alg: 'ES256', kid: device.id})));
    var input = head + '.' + b64url(text.encode(JSON.stringify(body)));
    return subtle.sign({name: 'ECDSA', hash: 'SHA-256'}, device.sign, text.encode(input)).then(function (s) { return input + '.' + b64url(s); });
  }

  // ---- the page
  // Keeps the page and what it needs, so that it opens without a network.
  function install() {
    return navigator.serviceWorker.register(page + '/sw.js', {scope: page}).then(function () {
      var assets = Array.from(document.querySelectorAll('link[rel=stylesheet],script[src]')).map(function (one) { return one.href || one.src; });
      return caches.open('ceiba' + page).then(function (cache) { return navigator.onLine ? cache.addAll([page].concat(assets)) : undefined; });
    }).catch(function () { /* It works online all the same. */ }).then(function () { document.documentElement.dataset.kept = '1'; });
  }
  // Answers what the camera reads, where the browser reads codes; fails when it can't be used.
  function scan(video) {
    var detector = new window.BarcodeDetector({formats: ['qr_code']}), stream = null;
    function end() { if (stream) { stream.getTracks().forEach(function (t) { t.stop(); }); } video.hidden = true; stream = null; }
    return navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}}).then(function (given) {
      stream = given;
      video.srcObject = given;
      video.hidden = false;
      return video.play();
    }).then(function look() {
      return detector.detect(video).then(function (codes) {
        if (!codes.length) { return new Promise(function (r) { setTimeout(r, 150); }).then(look); }
        end();
        return codes[0].rawValue;
      });
    }).catch(function (error) { end(); throw error; });
  }
  // How old something is, as people say it.
  function age(milliseconds) {
    var minutes = Math.max(0, Math.round(milliseconds / 60000));
    return minutes < 60 ? minutes + ' min' : (Math.round(minutes / 6) / 10).toLocaleString(document.documentElement.lang) + ' h';
  }

  return {
    text: text, subtle: subtle, isSupported: subtle && window.indexedDB && navigator.serviceWorker,
    canScan: 'BarcodeDetector' in window && !!navigator.mediaDevices,
    b64: b64, b64url: b64url, bytes: bytes, joined: joined, within: within, all: all, kept: kept, keep: keep, wipe: wipe,
    ask: ask, session: session, ready: ready, now: now, seal: seal, enrol: enrol, unlock: unlock, isSigned: isSigned, verified: verified, keys: keys,
    readCopy: readCopy, fetchCopy: fetchCopy, signed: signed, install: install, scan: scan, age: age
  };
};
