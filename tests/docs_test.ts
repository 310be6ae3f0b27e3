import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const IGNORED = new Set([".git", "node_modules", "dist"]);

async function pagesIn(directory: string): Promise<string[]> {
  const pages: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    if (IGNORED.has(name)) continue;
    const path = join(directory, name);
    if (isDirectory) pages.push(...await pagesIn(path));
    else if (name.endsWith(".md")) pages.push(path);
  }
  return pages;
}

interface Page {
  readonly codeBlocks: string[];
  /** The page without its code blocks. */
  readonly prose: string;
  /** The number signs of each heading. */
  readonly headings: string[];
  readonly anchors: Set<string>;
}

async function readPage(path: string): Promise<Page> {
  const text = await Deno.readTextFile(path);
  const code = /^```[\s\S]*?^```$/gm;
  const prose = text.replace(code, "");
  const headings = [...prose.matchAll(/^(#+) (.+)$/gm)];
  return {
    codeBlocks: text.match(code) ?? [],
    prose,
    headings: headings.map(([, signs]) => signs!),
    anchors: new Set(headings.map(([, , title]) => anchor(title!))),
  };
}

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** Where a page's links and pictures lead, those of HTML too. */
function targets({ prose }: Page): string[] {
  const plain = prose.replace(/`[^`]*`/g, "");
  const markdown = plain.matchAll(/\]\(([^)\s]+)\)/g);
  const html = plain.matchAll(/\b(?:src|srcset|href)="([^"]*)"/g);
  return [...markdown, ...html].map(([, target]) => target!);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("the target of every link exists", async () => {
  const broken: string[] = [];
  let count = 0;
  for (const path of await pagesIn(ROOT)) {
    const page = await readPage(path);
    for (const target of targets(page)) {
      if (/^(https?|mailto):/.test(target)) continue;
      count++;
      const [file, heading] = target.split("#");
      const to = file ? join(dirname(path), file) : path;
      const leads = !relative(ROOT, to).startsWith("..") &&
        await isThere(to) &&
        (!heading || (await readPage(to)).anchors.has(decodeURI(heading)));
      if (!leads) broken.push(`${relative(ROOT, path)}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
  assert.ok(count > 50, "there are links");
});

Deno.test("a link with the name of a file leads to that file", async () => {
  const wrong: string[] = [];
  for (const path of await pagesIn(ROOT)) {
    const text = await Deno.readTextFile(path);
    for (
      const [link, name, target] of text.matchAll(
        /\[`?([\w./-]+\.\w+)`?\]\(([^)#]+)/g,
      )
    ) {
      if (!target!.endsWith(name!)) {
        wrong.push(`${relative(ROOT, path)}: ${link})`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("every threat of SECURITY.md has a mitigation and a test", async () => {
  const page = await Deno.readTextFile(join(ROOT, "SECURITY.md"));
  const [, table = ""] =
    /^## Threats and mitigations$([^]*?)^## /m.exec(page) ??
      [];
  const rows = table.match(/^\|.*$/gm)?.slice(2) ?? [];
  assert.ok(rows.length > 30, "there are threats");
  for (const row of rows) {
    const [, , , mitigation, test] = row.split("|");
    assert.match(mitigation!, /\w/);
    assert.match(test!, /\]\(tests\/[\w/]+\.ts\)/, row);
  }
});

const README = await readPage(join(ROOT, "README.md"));
const TRANSLATION = await readPage(join(ROOT, "README_ja.md"));

Deno.test("the translation has the code blocks of the README", () => {
  const code = ({ codeBlocks }: Page) => codeBlocks.map(withoutComments);
  assert.deepEqual(code(TRANSLATION), code(README));
});

/** A code block without what the translation may translate. */
function withoutComments(block: string): string {
  return block.replace(/(^|\s)# (?!\$).*$/gm, "$1#");
}

Deno.test("the translation has the headings of the README", () => {
  assert.deepEqual(TRANSLATION.headings, README.headings);
});

Deno.test("the translation has the commands, options and names of the README", () => {
  const names = ({ prose }: Page) =>
    [...new Set(prose.match(/`[^`]+`/g))].map((name) =>
      name.replace(/\s+/g, " ")
    ).sort();
  assert.deepEqual(names(TRANSLATION), names(README));
});

Deno.test("the translation has the tables, lists and links of the README", () => {
  const shape = (page: Page) => ({
    rows: page.prose.match(/^\|.*$/gm)?.map((row) => row.split("|").length),
    items: page.prose.match(/^(- |\d+\. )/gm),
    links: targets(page).filter((target) => !target.startsWith("README"))
      .map((target) => target.split("#")[0]),
  });
  assert.deepEqual(shape(TRANSLATION), shape(README));
});

Deno.test("every task that a page names exists", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const unknown: string[] = [];
  let count = 0;
  for (const path of await pagesIn(ROOT)) {
    const text = await Deno.readTextFile(path);
    for (const [, name] of text.matchAll(/\bdeno\s+task\s+([a-z][\w:-]*)/g)) {
      count++;
      if (!(name! in tasks)) unknown.push(`${relative(ROOT, path)}: ${name}`);
    }
  }
  assert.deepEqual(unknown, []);
  assert.ok(count > 20, "there are tasks");
});

Deno.test("the files and directories of every task exist", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  for (const { command } of Object.values<{ command: string }>(tasks)) {
    const [...paths] = command.match(/[\w./]+(\.ts\b|\/(?= |$))/g) ?? [];
    for (const path of paths) assert.ok(await isThere(join(ROOT, path)), path);
  }
});

Deno.test("the messages that the guide of the credentials file explains are those of updsts", async () => {
  const page = await Deno.readTextFile(join(ROOT, "docs/credentials-file.md"));
  const [, table = ""] = /^\| message .*\n\| -.*\n((?:\|.*\n)+)/m.exec(page)!;
  const messages = [...table.matchAll(/^\| (.*?) \|/gm)]
    .flatMap(([, cell]) => cell!.match(/`[^`]+`/g) ?? []);
  assert.ok(messages.length > 30, "there are messages");
  const source = await sourceText();
  // Names of settings are variables, too; a reason comes after a colon.
  const unknown = messages.flatMap((message) =>
    message.slice(1, -1).split(/…|\b\w+_\w+|: /).map((part) => part.trim())
      .filter((part) => !source.includes(part))
      .map((part) => `${message}: ${part}`)
  );
  assert.deepEqual(unknown, []);
});

/** The source that words these messages. */
async function sourceText(): Promise<string> {
  let text = "";
  for (const directory of ["credentials", "operations", "file"]) {
    for await (
      const { name, isFile } of Deno.readDir(join(ROOT, "src", directory))
    ) {
      if (!isFile) continue;
      text += await Deno.readTextFile(join(ROOT, "src", directory, name));
    }
  }
  return text.replaceAll('\\"', '"').replaceAll(/\s+/g, " ");
}
