import {
  anything,
  configType,
  many,
  maybe,
  one,
  optional,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { ID, anyURI, boolean, httpMethodsWithoutPatch, oneOf, string } from '../model/values.ts';

const param = type('StyleParam', {
  attributes: {
    name: optional(string, 'The name of the parameter in the stylesheet.'),
    value: optional(string, 'What it is set to.'),
  },
});
const xsl = type('Xsl', {
  children: sequence(anything('The stylesheet itself, from <xsl:stylesheet> on.')),
});
const style = type('StyleSheet', {
  attributes: {
    id: optional(ID, 'A name for this stylesheet, unique in the file.'),
    href: optional(
      anyURI,
      'The stylesheet file: a path from the configuration folder, or an address.',
    ),
  },
  children: sequence(
    many('param', param, 'A parameter that the stylesheet gets.'),
    maybe('xsl', xsl, 'The stylesheet itself, in place of href.'),
  ),
});
const styleSheets = type('StyleSheets', {
  attributes: {
    headers: optional(
      boolean,
      'Whether the stylesheets get the headers too, as a parameter.',
      'false',
    ),
    'query-params': optional(
      boolean,
      'Whether the stylesheets get the query too, as a parameter.',
      'false',
    ),
  },
  children: sequence(
    many('style', style, 'One stylesheet. Each works on what the one before it gave.'),
  ),
});
const base = {
  'content-type': optional(string, 'Only bodies of this content type are rewritten.', '*/*'),
  accept: optional(string, 'Only for clients that accept this content type.', '*/*'),
  'translated-content-type': optional(
    string,
    'The content type that the body has afterwards; empty: as before.',
    '',
  ),
};
const sheets = one('style-sheets', styleSheets, 'The XSLT stylesheets that do it.');

export const translationType = configType({
  name: 'translation',
  namespace: 'translation/v1.0',
  root: [
    'translation',
    type('TranslationConfig', {
      attributes: {
        'allow-doctype-decl': optional(
          boolean,
          'Whether bodies may have a DOCTYPE. They open a door to attacks.',
          'false',
        ),
        'multi-match': optional(
          boolean,
          'Whether all translations that fit are applied, or the first only.',
          'false',
        ),
        'xsl-engine': optional(
          oneOf(['SaxonHE', 'SaxonEE'], 'XSLEngine'),
          'Which XSLT processor to use; SaxonEE needs a licence.',
          'SaxonHE',
        ),
      },
      children: sequence(
        maybe(
          'request-translations',
          type('RequestTranslations', {
            children: sequence(
              many(
                'request-translation',
                type('RequestTranslation', {
                  attributes: {
                    ...base,
                    'http-methods': optional(
                      httpMethodsWithoutPatch,
                      'The methods that this is for.',
                      'ALL',
                    ),
                  },
                  children: sequence(sheets),
                }),
                'Some requests, and how they are rewritten.',
              ),
            ),
          }),
          'How requests are rewritten.',
        ),
        maybe(
          'response-translations',
          type('ResponseTranslations', {
            children: sequence(
              some(
                'response-translation',
                type('ResponseTranslation', {
                  attributes: {
                    ...base,
                    'code-regex': optional(string, 'A regular expression for the status code.'),
                  },
                  children: sequence(sheets),
                }),
                'Some responses, and how they are rewritten.',
              ),
            ),
          }),
          'How responses are rewritten.',
        ),
      ),
    }),
    'Which bodies are rewritten, and how.',
  ],
  doc: 'Rewrites XML (and JSON) bodies, headers and queries with XSLT stylesheets, on the way in or out.',
  filters: ['translation'],
  example: `<translation xmlns="http://docs.openrepose.org/repose/translation/v1.0">
  <response-translations>
    <response-translation content-type="application/xml" code-regex="2..">
      <style-sheets>
        <style href="remove-secrets.xsl"/>
      </style-sheets>
    </response-translation>
  </response-translations>
</translation>
`,
  alsoNamed: [type('TranslationBase', { attributes: base, children: sequence(sheets) })],
});
