// Bundles the front end: node build.mjs OUTDIR
//
// Every file directly under src/ is an entry, and so is every file of plugins/*/frontend/. The
// other static files of the kernel (the icons, the favicon) are copied under a hashed name, so
// that all of them can be cached for a year. OUTDIR/manifest.json maps each name to the hashed one.

import { readdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const outdir = resolve(process.argv[2]);
const sources = new Set([".js", ".css"]);
const copied = [".svg", ".png", ".ico", ".webp", ".woff2", ".webmanifest"];
// Below this size a compressed copy saves less than one packet.
const worthCompressing = 1024;

function files(folder, suffixes) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && suffixes.has(extname(entry.name)))
    .map((entry) => join(folder, entry.name))
    .sort();
}

// The kernel's own pictures, by their path below static/; what a build made is not looked at.
function pictures() {
  const folder = join(root, "updago/kernel/web/static");
  return readdirSync(folder, { recursive: true })
    .filter((name) => copied.includes(extname(name)) && !/^dist(\.new)?[\\/]/.test(name))
    .sort()
    .map((name) => entry(join(folder, name), dirname(name) === "." ? "" : `${dirname(name)}/`));
}

function entry(path, prefix) {
  return { in: path, out: prefix + basename(path, extname(path)) };
}

function entries() {
  const plugins = join(root, "plugins");
  const names = existsSync(plugins) ? readdirSync(plugins).sort() : [];
  return [
    ...files(join(here, "src"), sources).map((path) => entry(path, "")),
    ...pictures(),
    ...names.flatMap((name) =>
      files(join(plugins, name, "frontend"), sources).map((path) => entry(path, `${name}/`)),
    ),
  ];
}

function manifest(points, outputs) {
  const byPath = new Map(points.map((point) => [point.in, point.out]));
  const names = {};
  const published = (path) => relative(outdir, resolve(root, path)).split(sep).join("/");
  for (const [path, output] of Object.entries(outputs)) {
    if (!output.entryPoint) continue;
    const out = byPath.get(resolve(root, output.entryPoint));
    names[out + extname(path)] = published(path);
    if (output.cssBundle) names[`${out}.css`] = published(output.cssBundle);
  }
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function compress(path) {
  const data = readFileSync(path);
  if (data.length < worthCompressing) return;
  writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }));
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${path}.br`, brotliCompressSync(data, best));
}

const points = entries();
const result = await esbuild.build({
  absWorkingDir: root,
  entryPoints: points,
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  entryNames: "[dir]/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  loader: Object.fromEntries(copied.map((suffix) => [suffix, "copy"])),
  // A plugin's file lies outside this folder: the packages are found here all the same.
  nodePaths: [join(here, "node_modules")],
  external: ["/static/*"],
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
});

for (const path of Object.keys(result.metafile.outputs)) {
  if ([".js", ".css", ".svg"].includes(extname(path))) compress(resolve(root, path));
}
const names = manifest(points, result.metafile.outputs);
writeFileSync(join(outdir, "manifest.json"), `${JSON.stringify(names, null, 2)}\n`);
