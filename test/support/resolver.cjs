// TypeScript names its own files as they will be, `./clock.js` for clock.ts. Jest could map such names itself, but would map
// those inside of packages as well, and remember no answer: a tenth of the time of a small file.
const OURS = /^\.{1,2}\/.*\.js$/;

/** @param {string} request @param {{ basedir: string, defaultResolver: Function }} options */
module.exports = (request, options) => {
  const isOurs = OURS.test(request) && !options.basedir.includes('/node_modules/');
  return options.defaultResolver(isOurs ? request.slice(0, -3) : request, options);
};
