import {
  HeaderLines,
  memoryLimitStore,
  readChain,
  trace,
  type IncomingRequest,
  type LimitStore,
  type Trace,
} from '../../src/simulate/index.ts';

const NAMESPACE = 'http://docs.openrepose.org/repose';

export interface Given {
  /** What stands inside `<filters>`; `bypass` is its attribute. */
  readonly filters?: string;
  readonly bypass?: string;
  /** Attributes of `<system-model>`, and elements after its destinations. */
  readonly attributes?: string;
  readonly after?: string;
  readonly destinations?: string;
  /** Other files of the folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly request?: Partial<IncomingRequest>;
  readonly now?: number;
  readonly limits?: LimitStore;
}

export function folder(given: Given): Map<string, string> {
  const bypass = given.bypass === undefined ? '' : ` bypass-uri-regex="${given.bypass}"`;
  return new Map([
    [
      'system-model.cfg.xml',
      `<system-model xmlns="${NAMESPACE}/system-model/v2.0" ${given.attributes ?? ''}>
<nodes><node id="n" hostname="repose.test" http-port="8080"/></nodes>
<filters${bypass}>
${given.filters ?? ''}
</filters>
<destinations>
${given.destinations ?? '<endpoint id="main" protocol="http" hostname="origin.test" port="9000" default="true"/>'}
</destinations>
${given.after ?? ''}
</system-model>`,
    ],
    ...Object.entries(given.files ?? {}),
  ]);
}

/** Traces GET / through a folder with those parts. */
export function traced(given: Given): Trace {
  return trace(
    readChain(folder(given)),
    { method: 'GET', target: '/', headers: [], ...given.request },
    { now: given.now ?? 0, limits: given.limits ?? memoryLimitStore(), newId: () => 'id-1' },
  );
}

/** The config file of a type, with that text inside its root. */
export function file(root: string, type: string, inside: string, attributes = ''): string {
  return `<${root} xmlns="${NAMESPACE}/${type}" ${attributes}>${inside}</${root}>`;
}

/** What the service would get, without the lines that Repose itself adds. */
export function sent(result: Trace): readonly string[] {
  const own = /^(via|x-forwarded-for|host|x-trans-id): /i;
  return (result.forward?.headers ?? [])
    .map(([name, value]) => `${name}: ${value}`)
    .filter((line) => !own.test(line));
}

/** The lines of an answer that comes back through the filters. */
export function received(
  result: Trace,
  lines: readonly (readonly [string, string])[],
): readonly string[] {
  const response = result.finish({ status: 200, headers: new HeaderLines(lines), body: undefined });
  return response.headers
    .lines()
    .map(([name, value]) => `${name}: ${value}`)
    .filter((line) => !/^(via|x-trans-id): /i.test(line));
}
