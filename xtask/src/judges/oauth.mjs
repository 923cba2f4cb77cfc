// An issuer of tokens (`oauth2-mock-server`), and an API that lets in whoever shows a token
// of that issuer (checked by `jose`). Each client id is a case. Every event is a line of
// JSON. Arguments: the ports of both.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { OAuth2Server } from "oauth2-mock-server";

const [issuerPort, apiPort] = process.argv.slice(2).map(Number);
const SECRET = "a secret/with: signs+%&=ü";
const LIFETIME_SECONDS = { Short: 3 };
const tell = (event) => process.stdout.write(JSON.stringify(event) + "\n");

// RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
const decoded = (text) => decodeURIComponent(text.replaceAll("+", " "));
function shown(request) {
  const [scheme, encoded] = (request.headers.authorization ?? "").split(" ");
  if (scheme === "Basic") {
    const text = Buffer.from(encoded, "base64").toString("utf8");
    const colon = text.indexOf(":");
    return { how: "basic", id: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
  }
  return { how: "form", id: request.body?.client_id, secret: request.body?.client_secret };
}

const issuer = new OAuth2Server();
await issuer.issuer.keys.generate("RS256");
issuer.service.on("beforeTokenSigning", (token, request) => {
  const { id } = shown(request);
  token.payload.sub = id;
  token.payload.jti = randomUUID();
  token.payload.exp = Math.floor(Date.now() / 1000) + (LIFETIME_SECONDS[id] ?? 3600);
});
issuer.service.on("beforeResponse", (answer, request) => {
  const { how, id, secret } = shown(request);
  answer.body.expires_in = LIFETIME_SECONDS[id] ?? 3600;
  if (secret !== SECRET) {
    answer.statusCode = 401;
    answer.body = { error: "invalid_client", error_description: "the secret is wrong" };
  }
  const { grant_type: grant, scope } = request.body;
  tell({ event: "token", id, how, grant, scope, status: answer.statusCode });
});
issuer.service.on("beforeRevoke", (answer, request) => {
  const { id, secret } = shown(request);
  if (secret !== SECRET) answer.statusCode = 401;
  tell({ event: "revoke", id, status: answer.statusCode });
});
await issuer.start(issuerPort, "127.0.0.1");

const keys = createRemoteJWKSet(new URL(`http://127.0.0.1:${issuerPort}/jwks`));
const refusedOnce = new Set();
async function status(request) {
  const [scheme, token] = (request.headers.authorization ?? "").split(" ");
  if (scheme !== "Bearer") return [401, null];
  try {
    const { payload } = await jwtVerify(token, keys);
    // The first token of this client is refused although it is good.
    if (payload.sub === "RefusedOnce") refusedOnce.add(refusedOnce.size ? "" : token);
    return [refusedOnce.has(token) ? 401 : 200, payload.sub];
  } catch {
    return [401, null];
  }
}
const page = JSON.stringify({ results: [], totalCount: 7 });
createServer(async (request, response) => {
  const [code, id] = await status(request);
  const name = /\/clusters\/([^/]+)\//.exec(request.url)?.[1];
  tell({ event: "call", id: name, as: id, status: code });
  const type = code === 200 ? "application/vnd.atlas.2025-03-12+json" : "application/json";
  response.writeHead(code, { "content-type": type });
  response.end(code === 200 ? page : "{}");
}).listen(apiPort, "127.0.0.1");
