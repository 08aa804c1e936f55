// Large files go up in pieces by tus 1.0.0, so that a broken line costs one piece and not the whole. Without this script, or
// when the server says no, the form carries the file as always, and its answer says what is wrong.
(function () {
  var LARGE = 1 << 20, PIECE = 1 << 18, LONGEST_WAIT = 15000;
  document.querySelectorAll('input[type=file][data-tus]').forEach(function (input) {
    var form = input.form, at = input.dataset.tus, name = input.name;
    var shown = document.getElementById(input.id + '-progress');
    var kept = document.createElement('input');
    kept.type = 'hidden';
    kept.name = name + '.uploaded';
    var round = 0, busy = false, wanted = null;

    function say(key, percent) {
      var text = (input.dataset[key] || '').replace('{0}', percent);
      if (shown.textContent !== text) { shown.textContent = text; }
    }

    function ask(method, url, headers, body) {
      headers['Tus-Resumable'] = '1.0.0';
      headers['X-XSRF-TOKEN'] = form.elements._csrf.value;
      return fetch(url, {method: method, headers: headers, body: body, credentials: 'same-origin', redirect: 'error'});
    }

    function pause(tries) {
      return new Promise(function (go) {
        var timer = setTimeout(done, Math.min(LONGEST_WAIT, 500 * Math.pow(2, tries)));
        function done() { clearTimeout(timer); removeEventListener('online', done); go(); }
        addEventListener('online', done);
      });
    }

    // Tries again for ever while no answer comes; an answer that is an error ends it.
    function patiently(mine, question, tries) {
      return question().catch(function () {
        if (mine !== round) { throw new Error('another file'); }
        say('waiting');
        return pause(tries).then(function () { return patiently(mine, question, tries + 1); });
      });
    }

    function begin(mine, file, memory) {
      return patiently(mine, function () {
        var bytes = new TextEncoder().encode(file.name), text = '';
        bytes.forEach(function (b) { text += String.fromCharCode(b); });
        return ask('POST', at, {'Upload-Length': String(file.size), 'Upload-Metadata': 'filename ' + btoa(text)});
      }, 0).then(function (answer) {
        if (answer.status !== 201) { throw new Error('refused'); }
        var url = new URL(answer.headers.get('Location'), location.href).pathname;
        try { sessionStorage.setItem(memory, url); } catch (e) { /* Then a reload begins again. */ }
        return send(mine, file, url, 0);
      });
    }

    function resume(mine, file, url) {
      return patiently(mine, function () { return ask('HEAD', url, {}); }, 0).then(function (answer) {
        var offset = answer.headers.get('Upload-Offset');
        if (answer.status !== 200 || offset === null) { throw new Error('gone'); }
        var ready = answer.headers.get('Ceiba-File');
        return ready || send(mine, file, url, Number(offset));
      });
    }

    function send(mine, file, url, offset) {
      if (mine !== round) { throw new Error('another file'); }
      say('uploading', Math.floor(100 * offset / file.size));
      var headers = {'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset)};
      return ask('PATCH', url, headers, file.slice(offset, offset + PIECE)).then(function (answer) {
        if (answer.status === 409) { return resume(mine, file, url); }
        if (answer.status !== 204) { throw new Error('refused'); }
        return answer.headers.get('Ceiba-File') || send(mine, file, url, Number(answer.headers.get('Upload-Offset')));
      }, function () {
        say('waiting');
        return pause(0).then(function () { return resume(mine, file, url); });
      });
    }

    function finish(file) {
      kept.value = file || '';
      if (file) { form.appendChild(kept); input.removeAttribute('name'); say('done'); } else { shown.textContent = ''; }
      busy = false;
      if (wanted) { var button = wanted; wanted = null; form.requestSubmit(button.form ? button : undefined); }
    }

    input.addEventListener('change', function () {
      var mine = ++round, file = input.files[0];
      busy = false;
      input.name = name;
      kept.remove();
      shown.textContent = '';
      if (!file || file.size <= LARGE || !window.fetch || !form.requestSubmit) { return; }
      busy = true;
      var memory = 'tus:' + [file.name, file.size, file.lastModified].join(':'), url = null;
      try { url = sessionStorage.getItem(memory); } catch (e) { /* No memory, no resuming after a reload. */ }
      (url ? resume(mine, file, url).catch(function () { return begin(mine, file, memory); }) : begin(mine, file, memory))
        .then(function (id) { if (mine === round) { finish(id); } })
        .catch(function () { if (mine === round) { finish(null); } });
    });

    // Before the rule that a form is sent once: a form that waits for its file is not sent yet.
    form.addEventListener('submit', function (event) {
      if (busy) {
        event.preventDefault();
        event.stopPropagation();
        wanted = event.submitter || {};
      }
    });
  });
})();
