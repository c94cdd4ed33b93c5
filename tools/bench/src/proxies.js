// Servers of the preview's benchmark, each in a process of its own; prints its port.
//
//   node proxies.js origin | bare PORT | preview DIR
import { Agent, createServer, request } from 'node:http';

const [kind, argument] = process.argv.slice(2);
const listen = (server) => server.listen(0, '127.0.0.1', () => console.log(server.address().port));

if (kind === 'origin') {
  const body = 'x'.repeat(1000);
  listen(createServer((_request, response) => response.end(body)));
} else if (kind === 'bare') {
  const agent = new Agent({ keepAlive: true });
  listen(
    createServer((incoming, outgoing) => {
      const { method, url: path, headers } = incoming;
      const sent = request(
        { host: '127.0.0.1', port: argument, method, path, headers, agent },
        (from) => {
          outgoing.writeHead(from.statusCode, from.headers);
          from.pipe(outgoing);
        },
      );
      sent.on('error', () => outgoing.destroy());
      incoming.pipe(sent);
    }),
  );
} else {
  const { startPreview } = await import('@nearhand/repose-config/preview');
  const { urls } = await startPreview({ dir: argument, port: 0, check: () => [] });
  console.log(new URL(urls[0]).port);
}
