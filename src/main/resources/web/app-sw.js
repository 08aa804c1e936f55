// Keeps an installed page on the device, as it was seen last, with what it needs: the page beneath which this worker stands. It answers nothing else.
var PAGE = self.location.pathname.replace(/\/sw\.js$/, ''), KEPT = 'ceiba' + PAGE, PATIENCE = 4000;

self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });

function soon(request) {
  return new Promise(function (resolve, reject) {
    var timer = setTimeout(function () { reject(new Error('slow')); }, PATIENCE);
    fetch(request).then(function (answer) { clearTimeout(timer); resolve(answer); }, reject);
  });
}

self.addEventListener('fetch', function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) { return; }
  if (event.request.mode === 'navigate' && url.pathname === PAGE) {
    event.respondWith(soon(event.request).then(function (answer) {
      if (answer.status >= 500) {
        // A server that is away behind its proxy.
        return caches.match(PAGE).then(function (kept) { return kept || answer; });
      }
      if (answer.ok && !answer.redirected) {
        var copy = answer.clone();
        caches.open(KEPT).then(function (cache) { return cache.put(PAGE, copy); });
      }
      return answer;
    }).catch(function () {
      return caches.match(PAGE).then(function (kept) { return kept || Response.error(); });
    }));
  } else if (url.pathname.startsWith('/web/assets/')) {
    event.respondWith(caches.match(event.request).then(function (kept) { return kept || fetch(event.request); }));
  }
});
