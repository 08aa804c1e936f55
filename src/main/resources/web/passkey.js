// Passkeys (WebAuthn Level 3): a form with data-passkey asks that address what the authenticator is to do, and carries its answer.
(function () {
  var BYTES = /^(?:challenge|id)$/;

  function bytes(text) {
    var raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(raw, function (c) { return c.charCodeAt(0); });
  }

  function text(buffer) {
    var raw = '';
    new Uint8Array(buffer).forEach(function (b) { raw += String.fromCharCode(b); });
    return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  // Texts that stand for bytes become bytes; rp.id is a name and stays.
  function options(json) {
    return JSON.parse(JSON.stringify(json), function (key, value) {
      var named = key === 'id' && typeof this.name === 'string' && this.displayName === undefined;
      return BYTES.test(key) && typeof value === 'string' && !named ? bytes(value) : value;
    });
  }

  function answer(credential) {
    var from = credential.response, response = {clientDataJSON: text(from.clientDataJSON)};
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (from[name]) { response[name] = text(from[name]); }
    });
    if (from.getTransports) { response.transports = from.getTransports(); }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response, clientExtensionResults: {}
    });
  }

  document.querySelectorAll('form[data-passkey]').forEach(function (form) {
    var button = form.querySelector('[data-passkey-button]'), failed = form.querySelector('[data-passkey-failed]');
    var without = form.querySelector('[data-passkey-without]'), busy = false;
    if (!window.PublicKeyCredential || !navigator.credentials) { return; }
    button.hidden = false;
    document.querySelectorAll('[data-passkey-section]').forEach(function (section) { section.hidden = false; });
    if (without) { without.hidden = true; }
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      if (busy) { return; }
      busy = true;
      failed.hidden = true;
      fetch(form.dataset.passkey, {
        method: 'POST', body: new URLSearchParams(new FormData(form)), headers: {Accept: 'application/json'},
        credentials: 'same-origin', redirect: 'error'
      }).then(function (got) {
        if (!got.ok) { throw new Error(got.status); }
        return got.json();
      }).then(function (json) {
        var asked = {publicKey: options(json)};
        return form.dataset.passkeyMakes ? navigator.credentials.create(asked) : navigator.credentials.get(asked);
      }).then(function (credential) {
        form.elements.credential.value = answer(credential);
        form.submit();
      }).catch(function () {
        failed.hidden = false;
      }).finally(function () {
        busy = false;
        delete form.dataset.sent;
      });
    });
  });
})();
