import { configType, required, type } from '../model/declare.ts';
import { anyURI } from '../model/values.ts';

export const openapiValidatorType = configType({
  name: 'openapi-validator',
  namespace: 'openapivalidator/v1.0',
  root: [
    'openapi-validator',
    type('OpenApiValidatorConfig', {
      attributes: {
        href: required(
          anyURI,
          'The OpenAPI file: a path from the configuration folder, or an address.',
        ),
      },
    }),
    'Which description of the API counts.',
  ],
  doc: 'Refuses requests that the OpenAPI description of the service does not allow.',
  filters: ['openapi-validator'],
  example: `<openapi-validator xmlns="http://docs.openrepose.org/repose/openapivalidator/v1.0" href="openapi.yaml"/>
`,
});
