import { configType, maybe, optional, required, sequence, some, type } from '../model/declare.ts';
import { unique } from '../model/rules.ts';
import { oneOf, string } from '../model/values.ts';

const mediaType = type('MediaType', {
  attributes: {
    base: required(string, 'The media type that the service knows, such as application/xml.'),
    type: required(
      string,
      'The media type that asks for this version, such as application/vnd.example-v1+xml.',
    ),
  },
});
const mapping = type('ServiceVersionMapping', {
  attributes: {
    id: required(string, 'The version as it stands first in the path, such as v1.'),
    'pp-dest-id': required(
      string,
      'The id of the destination in system-model.cfg.xml that serves this version.',
    ),
    status: optional(
      oneOf(['DEPRECATED', 'ALPHA', 'BETA', 'CURRENT'], 'VersionStatus'),
      'What the list of versions says about this one.',
      'CURRENT',
    ),
  },
  children: sequence(
    maybe(
      'media-types',
      type('MediaTypeList', {
        children: sequence(some('media-type', mediaType, 'One media type.')),
      }),
      'Media types that ask for this version.',
    ),
  ),
});

export const versioningType = configType({
  name: 'versioning',
  namespace: 'versioning/v2.0',
  root: [
    'versioning',
    type('ServiceVersionMappingList', {
      attributes: {
        'json-format': optional(
          oneOf(['COMPUTE', 'IDENTITY'], 'JsonFormat'),
          'How the list of versions is written as JSON: with the usual wrapper, or as it is.',
          'COMPUTE',
        ),
      },
      children: sequence(some('version-mapping', mapping, 'One version of the service.')),
      rules: [
        unique('versioning/version-ids', 'Each version has an id of its own.', {
          child: 'version-mapping',
          attribute: 'id',
        }),
      ],
    }),
    'Which versions of the service there are.',
  ],
  doc: 'Chooses the destination by the version in the path (/v1/…) or in the Accept header, and answers the question which versions there are.',
  filters: ['versioning'],
  example: `<versioning xmlns="http://docs.openrepose.org/repose/versioning/v2.0">
  <version-mapping id="v1" pp-dest-id="service-v1" status="DEPRECATED"/>
  <version-mapping id="v2" pp-dest-id="service-v2"/>
</versioning>
`,
});
