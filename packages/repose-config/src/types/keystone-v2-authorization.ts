import { all, configType, type } from '../model/declare.ts';
import {
  delegating,
  preAuthorizedRoles,
  requireServiceEndpoint,
  tenantHandling,
  whiteList,
} from './keystone-v2-common.ts';

export const keystoneV2AuthorizationType = configType({
  name: 'keystone-v2-authorization',
  namespace: 'keystone-v2/v1.0',
  root: [
    'keystone-v2-authorization',
    type('KeystoneV2Config', {
      children: all(
        delegating,
        whiteList,
        tenantHandling,
        requireServiceEndpoint,
        preAuthorizedRoles,
      ),
    }),
    'Who may do what, by tenants and roles.',
  ],
  doc: 'Decides whether the user that the keystone-v2 filter found may pass: by tenant, role and catalogue. It comes after that filter.',
  filters: ['keystone-v2-authorization'],
  example: `<keystone-v2-authorization xmlns="http://docs.openrepose.org/repose/keystone-v2/v1.0">
  <tenant-handling>
    <validate-tenant>
      <header-extraction-name>X-Expected-Tenant</header-extraction-name>
    </validate-tenant>
  </tenant-handling>
</keystone-v2-authorization>
`,
});
