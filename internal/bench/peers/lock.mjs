// Writes package-lock.json with the packages of package.json alone. Their own dependencies, some 450 packages, are what Dash's
// bundles were built from; the bundles hold all they need, and nothing here is ever required.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
rmSync(file, { force: true });
execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts", "--legacy-peer-deps"], { stdio: "inherit" });
const lock = JSON.parse(readFileSync(file, "utf8"));
const root = lock.packages[""];
const packages = { "": root };
for (const name of Object.keys(root.dependencies)) {
  const path = `node_modules/${name}`;
  const { version, integrity, license } = lock.packages[path];
  packages[path] = { version, integrity, license };
}
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
