// Emits an OpenAPI document for each specification of @typespec/http-specs, and gathers its
// scenarios with what the scenario server expects of each request and answers.
//
//   node emit.mjs <folder with node_modules> <folder for the results> [specification…]

import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, results, ...wanted] = process.argv.slice(2);
const modules = join(packages, "node_modules", "@typespec");
const load = (path) => import(pathToFileURL(join(modules, path)));
const { compile, NodeHost } = await load("compiler/dist/src/index.js");
const { getOpenAPI3 } = await load("openapi3/dist/src/index.js");
const home = join(modules, "http-specs");
const OPTIONS = { "openapi-versions": ["3.1.0"], "file-type": "json" };

function find(folder, name) {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) return find(path, name);
    return entry === name ? [path] : [];
  });
}

// `authentication/api-key/main.tsp` is `authentication-api-key`.
function named(root, path) {
  return relative(join(home, root), dirname(path)).replaceAll(/[\\/]/g, "-");
}

// The emitter looks parameters up by name in a plain object, so that one that is called
// `constructor` is found without being there. No object of its own kind is touched by this.
async function withoutInherited(work) {
  const inherited = Object.getOwnPropertyDescriptor(Object.prototype, "constructor");
  delete Object.prototype.constructor;
  try {
    return await work();
  } finally {
    Object.defineProperty(Object.prototype, "constructor", inherited);
  }
}

// Writes the documents of a specification; gives their names, and why any is not complete.
async function emit(main, folder) {
  mkdirSync(folder, { recursive: true });
  const program = await compile(NodeHost, main, { noEmit: true });
  const services = await withoutInherited(() => getOpenAPI3(program, OPTIONS));
  const documents = [];
  const losses = [];
  for (const service of services) {
    for (const one of service.versioned ? service.versions : [service]) {
      const name = one.version ? `openapi.${one.version}.json` : "openapi.json";
      writeFileSync(join(folder, name), JSON.stringify(one.document, null, 2));
      documents.push(name);
      const errors = one.diagnostics.filter((found) => found.severity === "error");
      losses.push(...errors.map((found) => found.message));
    }
  }
  return { documents, losses: [...new Set(losses)] };
}

// What is sent and answered, as data: bytes in base64; texts that hold the server's address
// hold `http://localhost:3000`.
function plain(value) {
  if (value === undefined || value === null) return value;
  if (value instanceof Uint8Array) {
    return { $bytes: Buffer.from(value).toString("base64") };
  }
  const config = { baseUrl: "http://localhost:3000" };
  if (typeof value === "function") return value.isDyn ? value(config) : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") return value;
  if (value.isDyn) return config[value.name];
  if (value instanceof Date) return value.toISOString();
  if (typeof value.serialize === "function") {
    try {
      return value.serialize(config);
    } catch (error) {
      return String(error);
    }
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

const documents = {};
for (const main of find(join(home, "specs"), "main.tsp").sort()) {
  const name = named("specs", main);
  if (wanted.length === 0 || wanted.includes(name)) {
    documents[name] = await emit(main, join(results, "documents", name));
  }
}
const scenarios = {};
for (const path of find(join(home, "dist", "specs"), "mockapi.js").sort()) {
  const specification = named(join("dist", "specs"), path);
  for (const [name, scenario] of Object.entries((await import(pathToFileURL(path))).Scenarios)) {
    scenarios[name] = { specification, ...plain(scenario) };
  }
}
writeFileSync(join(results, "documents.json"), JSON.stringify(documents, null, 1));
writeFileSync(join(results, "scenarios.json"), JSON.stringify(scenarios, null, 1));
