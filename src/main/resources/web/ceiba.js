// Pages work without this; it only makes some things quicker.
document.documentElement.classList.add('js');
// A form is sent once: a second press on its button does nothing until the page changes.
document.addEventListener('submit', function (event) {
  var form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = '1';
  setTimeout(function () { delete form.dataset.sent; }, 5000);
});
window.addEventListener('pageshow', function () {
  document.querySelectorAll('form').forEach(function (form) { delete form.dataset.sent; });
});
// The summary of errors takes the focus, so that it is read first.
var summary = document.querySelector('.govuk-error-summary');
if (summary) { summary.focus(); }
// A button that fills in where the device is, where the browser knows.
document.querySelectorAll('[data-locate]').forEach(function (group) {
  var button = group.querySelector('button'), fields = group.dataset.locate.split(' ');
  if (!navigator.geolocation) { return; }
  button.hidden = false;
  button.addEventListener('click', function () {
    navigator.geolocation.getCurrentPosition(function (at) {
      document.getElementById(fields[0]).value = at.coords.latitude.toFixed(5);
      document.getElementById(fields[1]).value = at.coords.longitude.toFixed(5);
    }, function () {}, {enableHighAccuracy: true, timeout: 8000});
  });
});
