import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createRequire } from 'node:module';
import { type Fault, FaultPlan } from './fault.ts';
import { type EngineSession, failureOf, requestOf, runRequest } from './run-request.ts';

/**
 * A process with one ClickHouse engine, that answers on a port of its own as a server does, as far as the client and the
 * tests need: one statement at a time, settings from the address, inserts from the body, temporary tables for all
 * sessions. Its parent is told the port, and may tell it what is to go wrong. Arguments: a folder for the data, and a
 * user and password if it is to ask for them. With ENGINE_CERT and ENGINE_KEY it speaks TLS.
 */
const [folder, user, password] = process.argv.slice(2);
const { ENGINE_CERT: cert, ENGINE_KEY: key } = process.env;
const { Session } = createRequire(import.meta.url)('chdb') as {
  Session: new (folder: string) => EngineSession;
};
const session = new Session(folder as string);
const faults = new FaultPlan();
process.on('message', (fault: Fault) => faults.add(fault));
process.on('disconnect', () => process.exit(0));

let turn: Promise<unknown> = Promise.resolve();

const answer: RequestListener = async (request, response) => {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk as Buffer);
  const asked = requestOf(new URL(request.url ?? '/', 'http://engine'), Buffer.concat(body));
  const authorized =
    user === undefined ||
    request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  if (!authorized) {
    response.writeHead(403, { 'X-ClickHouse-Exception-Code': '516' });
    response.end(`Code: 516. DB::Exception: ${user}: Authentication failed. (AUTHENTICATION_FAILED)`);
    return;
  }
  const fault = faults.next(asked.statement);
  if (fault?.kind === 'die') process.kill(process.pid, 'SIGKILL');
  if (fault?.kind === 'drop') return void request.socket.destroy();
  if (fault?.kind === 'stall') return;
  if (fault?.kind === 'refuse') {
    response.writeHead(500, { 'X-ClickHouse-Exception-Code': '159' });
    response.end('Code: 159. DB::Exception: Timeout exceeded: made up. (TIMEOUT_EXCEEDED)');
    return;
  }
  const mine = turn.then(() => runRequest(session, folder as string, asked));
  turn = mine.catch(() => undefined);
  try {
    const { bytes, summary } = await mine;
    response.writeHead(200, {
      'X-ClickHouse-Summary': JSON.stringify(summary),
      'X-ClickHouse-Format': 'any',
    });
    if (fault?.kind !== 'cut') return void response.end(bytes);
    response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    setTimeout(() => request.socket.destroy(), 20);
  } catch (error) {
    const { code, message } = failureOf(error);
    response.writeHead(500, { 'X-ClickHouse-Exception-Code': code });
    response.end(message);
  }
};

const server =
  cert === undefined || key === undefined
    ? createServer(answer)
    : createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }, answer);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
