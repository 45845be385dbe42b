// Bundles what the browser runs. The same sources give the same bytes: every version is pinned and nothing is stamped.
import { build } from "esbuild";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} folder */
export async function bundle(folder) {
  await build({
    absWorkingDir: here,
    entryPoints: { quality: "source/quality.tsx", live: "live.js" },
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  await build({
    absWorkingDir: here,
    entryPoints: { quality: "source/styles/quality.css", live: "live.css" },
    outdir: folder,
    bundle: true,
    minify: true,
    charset: "utf8",
    logLevel: "warning",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (!folder) throw new Error("Usage: node scripts/build.mjs FOLDER");
  await bundle(folder);
}
