// Fails unless the committed bundle is what its source builds to.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./build.mjs";

const committed = process.argv[2];
if (!committed) throw new Error("Usage: node scripts/compare.mjs FOLDER");
const built = mkdtempSync(join(tmpdir(), "bundle-"));
try {
  await bundle(built);
  const names = new Set([...readdirSync(built), ...readdirSync(committed)]);
  const read = (folder, name) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return undefined;
    }
  };
  const different = [...names].filter((name) => read(built, name) !== read(committed, name));
  if (different.length) {
    console.error(`${different.join(", ")}: not what the source builds to; run \`npm run build\` and commit the result`);
    process.exitCode = 1;
  } else console.log(`the bundle is what its source builds to (${[...names].join(", ")})`);
} finally {
  rmSync(built, { recursive: true });
}
