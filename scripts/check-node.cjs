// Runs first in every npm script that runs code of ours. Where npm installed the Node of `optionalDependencies`, that
// one is asked; elsewhere it is the machine's own, which may be any. So this file keeps to ECMAScript 5 (eslint checks).
var wanted = require('../package.json').engines.node.replace('>=', '');
var found = process.versions.node;

/** True if `version` is the `least` one or a later one; both as `22.18.0` or shorter. */
function isAtLeast(version, least) {
  var have = version.split('.').map(Number);
  var need = least.split('.').map(Number);
  for (var i = 0; i < need.length; i++) {
    if (have[i] !== need[i]) return have[i] > need[i];
  }
  return true;
}

if (!isAtLeast(found, wanted)) {
  var how = ': say `nvm install`, or get one at https://nodejs.org, then `npm install` again.\n';
  process.stderr.write('Node ' + wanted + ' or newer is needed, and this is ' + found + how);
  process.exitCode = 1;
}
