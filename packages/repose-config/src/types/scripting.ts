import { configType, required, type } from '../model/declare.ts';
import { oneOf, string } from '../model/values.ts';

export const scriptingType = configType({
  name: 'scripting',
  namespace: 'scripting/v1.0',
  root: [
    'scripting',
    type('ScriptingConfig', {
      attributes: {
        language: required(
          oneOf(['lua', 'luaj', 'python', 'jython', 'javascript', 'groovy'], 'ScriptingLanguages'),
          'What the script is written in.',
        ),
      },
      text: string,
    }),
    'The script. It finds request, response and filterChain ready for use.',
  ],
  doc: 'Runs a script for every request, for what no other filter does. A script that does not call filterChain.doFilter(request, response) ends the request there.',
  filters: ['scripting'],
  example: `<scripting xmlns="http://docs.openrepose.org/repose/scripting/v1.0" language="groovy"><![CDATA[
request.addHeader("X-Seen", "yes")
filterChain.doFilter(request, response)
]]></scripting>
`,
});
