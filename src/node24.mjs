// Preloaded with --import, because an older Node refuses a .ts file before any guard inside it could run.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `Wake or Wait needs Node 24 or newer, and this is Node ${process.versions.node}: run it through npm (npm install brings Node 24 on Linux), or install Node 24 (https://nodejs.org).\n`,
  );
  process.exit(1);
}
