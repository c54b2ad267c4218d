// Loaded before anything else, by whatever Node there is: so plain JavaScript, and no syntax that an old one lacks.
// On glibc Linux the lockfile brings the right Node; elsewhere people have to.
var needed = 24;
var found = Number(process.versions.node.split('.')[0]);
if (found < needed) {
  console.error(
    'sagemaker-rollback needs Node.js ' +
      needed +
      ' or newer and this is ' +
      process.versions.node +
      ': install it from https://nodejs.org (or with your version manager), then run the command again.',
  );
  process.exit(1);
}
