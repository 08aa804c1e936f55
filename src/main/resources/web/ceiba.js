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
