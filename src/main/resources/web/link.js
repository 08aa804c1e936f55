// A sign-in that another device confirms: asks every three seconds whether it has, and goes on then.
(function () {
  var waiting = document.querySelector('[data-link-state]');
  if (!waiting) { return; }
  function ask() {
    fetch(waiting.dataset.linkState, {headers: {Accept: 'application/json'}, credentials: 'same-origin', redirect: 'error'})
      .then(function (got) { return got.json(); })
      .then(function (state) { if (state.waits) { setTimeout(ask, 3000); } else { location.reload(); } })
      .catch(function () { setTimeout(ask, 6000); });
  }
  setTimeout(ask, 3000);
})();
