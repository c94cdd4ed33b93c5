import { configType, optional, required, type } from '../model/declare.ts';
import { boolean, integer, narrow, string } from '../model/values.ts';

export const remoteDatastoreType = configType({
  name: 'remote-datastore',
  namespace: 'remote-datastore/v1.0',
  root: [
    'remote-datastore',
    type('RemoteDatastoreConfiguration', {
      attributes: {
        host: required(string, 'The host that the datastore runs on.'),
        port: required(
          narrow(integer, { min: '1', max: '65535', name: 'PortNumber' }),
          'The port that it listens on.',
        ),
        useHTTPS: optional(boolean, 'Whether to talk over HTTPS.', 'true'),
        'connection-pool-id': optional(
          string,
          'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
        ),
      },
    }),
    'Where the datastore is.',
  ],
  doc: 'Keeps counts in the datastore of one other Repose, so that several installations share them. It needs the service remote-datastore in the system model.',
  service: 'remote-datastore',
  example: `<remote-datastore xmlns="http://docs.openrepose.org/repose/remote-datastore/v1.0"
    host="datastore.example.org" port="9999"/>
`,
});
