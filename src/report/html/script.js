// Sorting and filtering of the overview; everything can be read without it. No "less than" and no ampersand here, so that
// the page stays XML.
document.documentElement.classList.add("with-script");
document.querySelectorAll("table.overview").forEach(function (table) {
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var input = document.getElementById(table.dataset.filter);
  var count = document.getElementById(table.dataset.filter + "-count");
  if (input) input.addEventListener("input", function () {
    var words = input.value.toLowerCase().split(/\s+/);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.includes(word); });
      if (!row.hidden) shown += 1;
    });
    count.textContent = shown + " of " + rows.length + " cells";
  });
  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : cell.dataset.value;
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort(function (a, b) {
        var order = key(a, column).localeCompare(key(b, column), "en", {numeric: true});
        return down ? -order : order;
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
});
// A link into a folded cell opens it.
function unfold() {
  var target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (target) if (target.tagName.toLowerCase() === "details") target.open = true;
}
window.addEventListener("hashchange", unfold);
window.addEventListener("beforeprint", function () {
  if (document.querySelectorAll("details.cell").length > 30) return;
  document.querySelectorAll("details").forEach(function (part) { part.open = true; });
});
unfold();
