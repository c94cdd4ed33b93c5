import {
  configType,
  many,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { boolean, string } from '../model/values.ts';

const template = type('Template', {
  attributes: {
    crush: optional(
      boolean,
      'Whether line breaks and indentation are taken out, so that a record is one line.',
      'false',
    ),
  },
  text: string,
});
const filterOut = type('FilterOut', {
  children: sequence(
    some(
      'match',
      type('Match', {
        attributes: {
          field: required(
            string,
            'The name of a field, such as userName, or of a parameter, such as parameters.a.',
          ),
          regex: required(string, 'A regular expression that the field matches.'),
        },
      }),
      'A condition. The record is left out when all conditions of this <filterOut> hold.',
    ),
  ),
});

export const highlyEfficientRecordProcessorType = configType({
  name: 'highly-efficient-record-processor',
  namespace: 'highly-efficient-record-processor/v1.0',
  root: [
    'highly-efficient-record-processor',
    type('HerpConfig', {
      attributes: {
        'pre-filter-logger-name': optional(
          string,
          'The logger that gets every record.',
          'org.openrepose.herp.pre.filter',
        ),
        'post-filter-logger-name': optional(
          string,
          'The logger that gets the records that no <filterOut> left out.',
          'org.openrepose.herp.post.filter',
        ),
        'service-code': required(
          string,
          'A name for the service; templates show it as serviceCode.',
        ),
        region: required(string, 'The region that the service runs in.'),
        'data-center': required(string, 'The data centre that the service runs in.'),
      },
      children: sequence(
        one(
          'template',
          template,
          'What a record looks like, as a Handlebars template with fields such as {{userName}} and {{responseCode}}.',
        ),
        many('filterOut', filterOut, 'Records to leave out of the second logger.'),
      ),
    }),
    'What is recorded about every request.',
  ],
  doc: 'Writes one log record for each request, in a form of your choice, for billing or auditing. The filter is called herp in the system model.',
  filters: ['herp'],
  example: `<highly-efficient-record-processor xmlns="http://docs.openrepose.org/repose/highly-efficient-record-processor/v1.0"
    service-code="example" region="eu" data-center="eu1">
  <template crush="true">{"user": "{{userName}}", "status": "{{responseCode}}"}</template>
</highly-efficient-record-processor>
`,
});
