/** The files that a configuration of a filter names, in their smallest useful form. */
export const companions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  validator: {
    'service.wadl': `<?xml version="1.0" encoding="UTF-8"?>
<!-- What requests the service understands. This one allows GET everywhere below /, and nothing else. -->
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <resources base="http://localhost/">
    <resource path="{anything}">
      <param name="anything" style="template" type="xs:string"/>
      <method name="GET"/>
    </resource>
  </resources>
</application>
`,
  },
  'openapi-validator': {
    'openapi.yaml': `# What requests the service understands. This one allows GET / and nothing else.
openapi: 3.0.3
info:
  title: The service behind Repose
  version: '1'
paths:
  /:
    get:
      responses:
        '200':
          description: All is well
`,
  },
  translation: {
    'remove-secrets.xsl': `<?xml version="1.0" encoding="UTF-8"?>
<!-- Copies everything as it is, but for elements called "secret". -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
    </xsl:copy>
  </xsl:template>
  <xsl:template match="secret"/>
</xsl:stylesheet>
`,
  },
};
