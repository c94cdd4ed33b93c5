// Written by typescriptOf from the declarations in src/types; a test tells when it is out of date.
import {
  builder,
  type Builder,
  type List,
  type OneOrMore,
  type Placeholder,
  type TextWith,
} from './builder.ts';
import { addHeaderType } from '../types/add-header.ts';
import { atomFeedServiceType } from '../types/atom-feed-service.ts';
import { bodyExtractorToHeaderType } from '../types/body-extractor-to-header.ts';
import { bodyPatcherType } from '../types/body-patcher.ts';
import { compressionType } from '../types/compression.ts';
import { containerType } from '../types/container.ts';
import { corsType } from '../types/cors.ts';
import { destinationRouterType } from '../types/destination-router.ts';
import { distDatastoreType } from '../types/dist-datastore.ts';
import { headerNormalizationType } from '../types/header-normalization.ts';
import { headerTranslationType } from '../types/header-translation.ts';
import { headerUserType } from '../types/header-user.ts';
import { highlyEfficientRecordProcessorType } from '../types/highly-efficient-record-processor.ts';
import { httpConnectionPoolType } from '../types/http-connection-pool.ts';
import { httpLoggingType } from '../types/http-logging.ts';
import { ipUserType } from '../types/ip-user.ts';
import { keystoneV2AuthorizationType } from '../types/keystone-v2-authorization.ts';
import { keystoneV2BasicAuthType } from '../types/keystone-v2-basic-auth.ts';
import { keystoneV2Type } from '../types/keystone-v2.ts';
import { mergeHeaderType } from '../types/merge-header.ts';
import { metricsType } from '../types/metrics.ts';
import { openTracingType } from '../types/open-tracing.ts';
import { openapiValidatorType } from '../types/openapi-validator.ts';
import { openstackIdentityV3Type } from '../types/openstack-identity-v3.ts';
import { rateLimitingType } from '../types/rate-limiting.ts';
import { regexRbacType } from '../types/regex-rbac.ts';
import { remoteDatastoreType } from '../types/remote-datastore.ts';
import { scriptingType } from '../types/scripting.ts';
import { simpleRbacType } from '../types/simple-rbac.ts';
import { slf4jHttpLoggingType } from '../types/slf4j-http-logging.ts';
import { splitHeaderType } from '../types/split-header.ts';
import { systemModelType } from '../types/system-model.ts';
import { translationType } from '../types/translation.ts';
import { uriNormalizationType } from '../types/uri-normalization.ts';
import { uriRedactionType } from '../types/uri-redaction.ts';
import { uriStripperType } from '../types/uri-stripper.ts';
import { uriUserType } from '../types/uri-user.ts';
import { urlExtractorToHeaderType } from '../types/url-extractor-to-header.ts';
import { validatorType } from '../types/validator.ts';
import { valkyrieAuthorizationType } from '../types/valkyrie-authorization.ts';
import { versioningType } from '../types/versioning.ts';

export interface AddHeader {
  /** Headers for requests, before the service sees them. */
  readonly request?: AddHeaderHttpMessage | undefined;
  /** Headers for responses, before the client sees them. */
  readonly response?: AddHeaderHttpMessage | undefined;
}

export interface AddHeaderHttpMessage {
  /** One header; its text is the value. */
  readonly header: OneOrMore<AddHeaderHeader>;
}

export interface AddHeaderHeader {
  /** The name of the header. */
  readonly name: string;
  /** Whether this replaces a header of that name (true) or comes on top of it (false). Default: false. */
  readonly overwrite?: boolean | Placeholder | undefined;
  /** Adds ;q=… to the value: how much it weighs against other values, from 0 to 1. */
  readonly quality?: number | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a add-header.cfg.xml. Adds fixed headers to every request or response that passes. */
export const addHeader: Builder<AddHeader> = builder(addHeaderType);

export interface AtomFeedService {
  /** One Atom feed to follow. */
  readonly feed: OneOrMore<AtomFeedServiceAtomFeedConfigType>;
}

export interface AtomFeedServiceAtomFeedConfigType {
  /** A name for this feed, which other files refer to as atom-feed id. */
  readonly id: string;
  /** The address of the feed. */
  readonly uri: string;
  /** Seconds between two looks at the feed. Default: 5. */
  readonly 'polling-frequency'?: number | Placeholder | undefined;
  /** Whether the entries are handled as they stand in the feed, or last first. Default: read. */
  readonly 'entry-order'?: 'read' | 'reverse-read' | Placeholder | undefined;
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
  /** How to log in, where the feed is not open to everyone. */
  readonly authentication?: AtomFeedServiceOpenStackIdentityV2AuthenticationType | undefined;
}

export interface AtomFeedServiceOpenStackIdentityV2AuthenticationType {
  /** Which Java class logs in. There is only this one. Default: org.openrepose.nodeservice.atomfeed.impl.auth.OpenStackIdentityV2AuthenticatedRequestFactory. */
  readonly fqcn?: string | undefined;
  /** The address of the identity service (Keystone, version 2). */
  readonly uri: string;
  /** The user to log in as. */
  readonly username: string;
  /** That user's password. */
  readonly password: string;
  /** Milliseconds to wait for the log-in; 0 means for ever. Default: 5000. */
  readonly timeout?: number | Placeholder | undefined;
}

/** Writes the text of a atom-feed-service.cfg.xml. Follows Atom feeds, so that filters which keep answers (such as keystone-v2) forget at once what has changed. It needs the service atom-feed-service in the system model. */
export const atomFeedService: Builder<AtomFeedService> = builder(atomFeedServiceType);

export interface BodyExtractorToHeader {
  /** One value to take out of the body. */
  readonly extraction: OneOrMore<BodyExtractorToHeaderExtractor>;
}

export interface BodyExtractorToHeaderExtractor {
  /** The request header that gets the value. */
  readonly header: string;
  /** Where the value stands in the JSON body, as a JSONPath such as $.user.id. */
  readonly jsonpath: string;
  /** What the header gets when the path finds nothing. Without it, no header is set. */
  readonly defaultIfMiss?: string | undefined;
  /** What the header gets when the path finds null. Without it, no header is set. */
  readonly defaultIfNull?: string | undefined;
  /** Whether this replaces a header of that name. Default: false. */
  readonly overwrite?: boolean | Placeholder | undefined;
  /** Adds ;q=… to the value: how much it weighs against other values, from 0 to 1. */
  readonly quality?: number | Placeholder | undefined;
}

/** Writes the text of a body-extractor-to-header.cfg.xml. Reads values out of JSON request bodies and puts them into request headers, so that later filters and the service can use them. */
export const bodyExtractorToHeader: Builder<BodyExtractorToHeader> =
  builder(bodyExtractorToHeaderType);

export interface BodyPatcher {
  /** Changes for some paths. */
  readonly change: OneOrMore<BodyPatcherChangeDetails>;
}

export interface BodyPatcherChangeDetails {
  /** A regular expression for the paths that this change is for. Default: .*. */
  readonly path?: string | undefined;
  /** What to change in requests. */
  readonly request?: BodyPatcherPatch | undefined;
  /** What to change in responses. */
  readonly response?: BodyPatcherPatch | undefined;
}

export interface BodyPatcherPatch {
  /** A JSON Patch (RFC 6902): an array of operations. */
  readonly json: string;
}

/** Writes the text of a body-patcher.cfg.xml. Changes JSON request and response bodies on their way, by JSON Patch. */
export const bodyPatcher: Builder<BodyPatcher> = builder(bodyPatcherType);

export interface Compression {
  /** What is compressed, and for whom. */
  readonly compression: CompressionCompression;
}

export interface CompressionCompression {
  /** Deprecated: log4j2.xml says what is logged. Default: false. */
  readonly debug?: boolean | Placeholder | undefined;
  /** Responses of fewer bytes are sent as they are; 0: all are compressed. Default: 1024. */
  readonly 'compression-threshold'?: number | Placeholder | undefined;
  /** Deprecated: whether the filter counts how much it saved. Default: false. */
  readonly statsEnabled?: boolean | Placeholder | undefined;
  /** Only these content types are compressed. */
  readonly 'include-content-types'?: List<string> | undefined;
  /** These content types are never compressed. */
  readonly 'exclude-content-types'?: List<string> | undefined;
  /** Deprecated: only clients whose User-Agent matches one of these regular expressions get compressed bodies. */
  readonly 'include-user-agent-patterns'?: List<string> | undefined;
  /** Deprecated: clients whose User-Agent matches one of these regular expressions never get compressed bodies. */
  readonly 'exclude-user-agent-patterns'?: List<string> | undefined;
}

/** Writes the text of a compression.cfg.xml. Compresses responses for clients that accept it, and unpacks compressed requests before the service sees them. */
export const compression: Builder<Compression> = builder(compressionType);

export interface Container {
  /** How this Repose runs. */
  readonly 'deployment-config': ContainerDeploymentConfiguration;
}

export interface ContainerDeploymentConfiguration {
  /** Deprecated and ignored: the ports stand in system-model.cfg.xml. */
  readonly 'http-port'?: number | Placeholder | undefined;
  /** Deprecated and ignored: the ports stand in system-model.cfg.xml. */
  readonly 'https-port'?: number | Placeholder | undefined;
  /** The largest request body in bytes. Without it there is no limit. */
  readonly 'content-body-read-limit'?: number | Placeholder | undefined;
  /** Seconds until the figures that JMX shows start anew. Default: 15. */
  readonly 'jmx-reset-time'?: number | Placeholder | undefined;
  /** Milliseconds until a connection on which nothing happens is closed. Default: 30000. */
  readonly idleTimeout?: number | Placeholder | undefined;
  /** The folder that filter bundles are unpacked in. */
  readonly 'deployment-directory': TextWith<ContainerDeploymentDirectory>;
  /** The folder that holds the filter bundles (EAR files). */
  readonly 'artifact-directory': TextWith<ContainerArtifactDirectory>;
  /** How to serve HTTPS; needed as soon as a node has an https-port. */
  readonly 'ssl-configuration'?: ContainerSslConfiguration | undefined;
  /** Which file says what is logged where. */
  readonly 'logging-configuration'?: ContainerLoggingConfiguration | undefined;
  /** What Repose writes into the Via header. */
  readonly 'via-header'?: TextWith<ContainerViaHeader> | undefined;
}

export interface ContainerDeploymentDirectory {
  /** Whether what is no longer in use there is removed. Default: true. */
  readonly 'auto-clean'?: boolean | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface ContainerArtifactDirectory {
  /** Milliseconds between two looks for new filter bundles. Default: 1000. */
  readonly 'check-interval'?: number | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface ContainerSslConfiguration {
  /** Whether clients have to show a certificate of their own. Default: false. */
  readonly 'need-client-auth'?: boolean | Placeholder | undefined;
  /** The Java keystore with the certificate, from the configuration folder. */
  readonly 'keystore-filename': string;
  /** The password of the keystore. */
  readonly 'keystore-password': string;
  /** The password of the private key in it. */
  readonly 'key-password': string;
  /** Whether a running TLS connection may agree on new keys. */
  readonly 'tls-renegotiation-allowed'?: boolean | Placeholder | undefined;
  /** The Java keystore with the certificates that clients are trusted by; read only with need-client-auth, and without it the keystore serves. */
  readonly 'truststore-filename'?: string | undefined;
  /** The password of the truststore. */
  readonly 'truststore-password'?: string | undefined;
  /** Only these TLS versions are offered. */
  readonly 'included-protocols'?: ContainerSslProtocolConfiguration | undefined;
  /** These TLS versions are never offered. */
  readonly 'excluded-protocols'?: ContainerSslProtocolConfiguration | undefined;
  /** Only these cipher suites are offered. */
  readonly 'included-ciphers'?: ContainerSslCipherConfiguration | undefined;
  /** These cipher suites are never offered. */
  readonly 'excluded-ciphers'?: ContainerSslCipherConfiguration | undefined;
}

export interface ContainerSslProtocolConfiguration {
  /** The name of a protocol as Java writes it, such as TLSv1.2. */
  readonly protocol: OneOrMore<string>;
}

export interface ContainerSslCipherConfiguration {
  /** The name of a cipher suite, or a regular expression for several. */
  readonly cipher: OneOrMore<string>;
}

export interface ContainerLoggingConfiguration {
  /** The Log4j 2 file, such as file:///etc/repose/log4j2.xml. */
  readonly href: string;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface ContainerViaHeader {
  /** The name that Repose bears in the Via header of requests; without it, host name and port. */
  readonly 'request-prefix'?: string | undefined;
  /** The name that Repose bears in the Via header of responses. */
  readonly 'response-prefix'?: string | undefined;
  /** Whether Via tells the version of Repose. Default: true. */
  readonly 'repose-version'?: boolean | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a container.cfg.xml. How the server itself runs: the folders it works in, logging, TLS, and limits. Repose does not start without it. */
export const container: Builder<Container> = builder(containerType);

export interface Cors {
  /** The sites whose pages may call the API. */
  readonly 'allowed-origins': CorsOrigins;
  /** What they may do at every path. */
  readonly 'allowed-methods'?: CorsMethods | undefined;
  /** What they may do at some paths only. */
  readonly resources?: CorsResources | undefined;
}

export interface CorsOrigins {
  /** A site whose pages may call the API, such as https://example.org. */
  readonly origin: OneOrMore<TextWith<CorsOrigin>>;
}

export interface CorsOrigin {
  /** Whether the text is a regular expression rather than one origin. Default: false. */
  readonly regex?: boolean | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface CorsMethods {
  /** An HTTP method, such as GET. */
  readonly method: OneOrMore<string>;
}

export interface CorsResources {
  /** Some paths with methods of their own. */
  readonly resource: OneOrMore<CorsResource>;
}

export interface CorsResource {
  /** A regular expression for the paths. */
  readonly path: string;
  /** What other sites may do at these paths, besides what they may do everywhere. */
  readonly 'allowed-methods'?: CorsMethods | undefined;
}

/** Writes the text of a cors.cfg.xml. Answers browsers that ask whether a page of another site may call the API (Cross-Origin Resource Sharing). */
export const cors: Builder<Cors> = builder(corsType);

export interface DestinationRouter {
  /** Where to send the request. */
  readonly target: DestinationRouterTarget;
}

export interface DestinationRouterTarget {
  /** The id of a destination in system-model.cfg.xml. */
  readonly id: string;
  /** How much this proposal weighs against those of other filters, from 0 to 1. */
  readonly quality?: number | Placeholder | undefined;
}

/** Writes the text of a destination-router.cfg.xml. Sends the requests that pass it to one destination of the system model. Put a condition on the filter there to choose which requests those are. */
export const destinationRouter: Builder<DestinationRouter> = builder(destinationRouterType);

export interface DistDatastore {
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
  /** The Java keystore with the certificate, to talk over HTTPS; from the configuration folder. */
  readonly 'keystore-filename'?: string | undefined;
  /** The password of the keystore. */
  readonly 'keystore-password'?: string | undefined;
  /** The password of the private key in it. */
  readonly 'key-password'?: string | undefined;
  /** The Java keystore with the certificates to trust. */
  readonly 'truststore-filename'?: string | undefined;
  /** The password of the truststore. */
  readonly 'truststore-password'?: string | undefined;
  /** Which hosts may use the datastore. */
  readonly 'allowed-hosts': DistDatastoreHostAccessControlList;
  /** Where the datastore listens. */
  readonly 'port-config': DistDatastorePortConfiguration;
}

export interface DistDatastoreHostAccessControlList {
  /** Whether every host may use the datastore. Safe only in a closed network. Default: false. */
  readonly 'allow-all'?: boolean | Placeholder | undefined;
  /** One host that may use the datastore. */
  readonly allow?: OneOrMore<DistDatastoreHostAccessControl> | undefined;
}

export interface DistDatastoreHostAccessControl {
  /** The name or IP address of a host that may use the datastore. */
  readonly host: string;
}

export interface DistDatastorePortConfiguration {
  /** The port of one node, or of all others. */
  readonly port: OneOrMore<DistDatastorePort>;
}

export interface DistDatastorePort {
  /** The id of the node in system-model.cfg.xml; -1 means every node that is not listed. Default: -1. */
  readonly node?: string | undefined;
  /** The port that the datastore listens on, not one of the ports that Repose serves. */
  readonly port: number | Placeholder;
}

/** Writes the text of a dist-datastore.cfg.xml. The memory that several nodes share, so that counts and cached answers hold for all of them. It needs the service dist-datastore in the system model. */
export const distDatastore: Builder<DistDatastore> = builder(distDatastoreType);

export interface HeaderNormalization {
  /** Deprecated: put the <target> elements directly into <header-normalization>. */
  readonly 'header-filters'?: HeaderNormalizationHeaderFilterList | undefined;
  /** Some requests, and what happens to their headers. */
  readonly target?: OneOrMore<HeaderNormalizationTarget> | undefined;
}

export interface HeaderNormalizationHeaderFilterList {
  /** Some requests, and what happens to their headers. */
  readonly target: OneOrMore<HeaderNormalizationTarget>;
}

export interface HeaderNormalizationTarget {
  /** A regular expression for the paths; without it, all. */
  readonly 'uri-regex'?: string | undefined;
  /** The methods that this is for. Default: ALL. */
  readonly 'http-methods'?:
    | List<
        | 'GET'
        | 'DELETE'
        | 'POST'
        | 'PUT'
        | 'PATCH'
        | 'HEAD'
        | 'OPTIONS'
        | 'CONNECT'
        | 'TRACE'
        | 'ALL'
      >
    | undefined;
  /** Deprecated: put it into <request>. Only these request headers stay. */
  readonly whitelist?: OneOrMore<HeaderNormalizationHttpHeaderList> | undefined;
  /** Deprecated: put it into <request>. These request headers are removed. */
  readonly blacklist?: OneOrMore<HeaderNormalizationHttpHeaderList> | undefined;
  /** Which headers of requests stay. */
  readonly request?: HeaderNormalizationRequestResponse | undefined;
  /** Which headers of responses stay. */
  readonly response?: HeaderNormalizationRequestResponse | undefined;
}

export interface HeaderNormalizationHttpHeaderList {
  /** Deprecated: a name for this list, without effect. */
  readonly id?: string | undefined;
  /** One header. */
  readonly header: OneOrMore<HeaderNormalizationHttpHeader>;
}

export interface HeaderNormalizationHttpHeader {
  /** The name of the header. */
  readonly id: string;
}

export interface HeaderNormalizationRequestResponse {
  /** Only these headers stay. */
  readonly whitelist?: HeaderNormalizationHttpHeaderList | undefined;
  /** These headers are removed. */
  readonly blacklist?: HeaderNormalizationHttpHeaderList | undefined;
}

/** Writes the text of a header-normalization.cfg.xml. Removes headers from requests and responses, by lists of those that may stay or of those that must go. Often the first filter, so that clients cannot send headers that only Repose should set. */
export const headerNormalization: Builder<HeaderNormalization> = builder(headerNormalizationType);

export interface HeaderTranslation {
  /** One header to copy. */
  readonly header: OneOrMore<HeaderTranslationHeader>;
}

export interface HeaderTranslationHeader {
  /** The header to copy from. Upper and lower case do not matter. */
  readonly 'original-name': string;
  /** The headers to copy to, with spaces between them; each at most 64 characters. */
  readonly 'new-name': List<string>;
  /** Whether the header that was copied is removed. Default: false. */
  readonly 'remove-original'?: boolean | Placeholder | undefined;
  /** Writes ;q=… behind the value: how much it weighs against other values, from 0 to 1. Without it, what the original has. */
  readonly quality?: number | Placeholder | undefined;
  /** Whether a value with commas becomes several headers. Default: false. */
  readonly splittable?: boolean | Placeholder | undefined;
  /** Whether the copy replaces a header of the new name. Default: false. */
  readonly 'overwrite-target'?: boolean | Placeholder | undefined;
}

/** Writes the text of a header-translation.cfg.xml. Copies request headers to headers of other names, for services that know them by those. */
export const headerTranslation: Builder<HeaderTranslation> = builder(headerTranslationType);

export interface HeaderUser {
  /** Where the user name may stand. */
  readonly 'source-headers': HeaderUserHttpHeaderList;
}

export interface HeaderUserHttpHeaderList {
  /** A header that may hold the user. */
  readonly header: OneOrMore<HeaderUserHttpHeader>;
}

export interface HeaderUserHttpHeader {
  /** The name of the header. */
  readonly id: string;
  /** How much the user found here weighs against those that other filters found, from 0 to 1. Default: 0.1. */
  readonly quality?: number | Placeholder | undefined;
}

/** Writes the text of a header-user.cfg.xml. Takes the user name from a request header and passes it on as X-PP-User, with X-PP-Groups naming the header. Only safe where the header cannot be forged. */
export const headerUser: Builder<HeaderUser> = builder(headerUserType);

export interface HighlyEfficientRecordProcessor {
  /** The logger that gets every record. Default: org.openrepose.herp.pre.filter. */
  readonly 'pre-filter-logger-name'?: string | undefined;
  /** The logger that gets the records that no <filterOut> left out. Default: org.openrepose.herp.post.filter. */
  readonly 'post-filter-logger-name'?: string | undefined;
  /** A name for the service; templates show it as serviceCode. */
  readonly 'service-code': string;
  /** The region that the service runs in. */
  readonly region: string;
  /** The data centre that the service runs in. */
  readonly 'data-center': string;
  /** What a record looks like, as a Handlebars template with fields such as {{userName}} and {{responseCode}}. */
  readonly template: TextWith<HighlyEfficientRecordProcessorTemplate>;
  /** Records to leave out of the second logger. */
  readonly filterOut?: OneOrMore<HighlyEfficientRecordProcessorFilterOut> | undefined;
}

export interface HighlyEfficientRecordProcessorTemplate {
  /** Whether line breaks and indentation are taken out, so that a record is one line. Default: false. */
  readonly crush?: boolean | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface HighlyEfficientRecordProcessorFilterOut {
  /** A condition. The record is left out when all conditions of this <filterOut> hold. */
  readonly match: OneOrMore<HighlyEfficientRecordProcessorMatch>;
}

export interface HighlyEfficientRecordProcessorMatch {
  /** The name of a field, such as userName, or of a parameter, such as parameters.a. */
  readonly field: string;
  /** A regular expression that the field matches. */
  readonly regex: string;
}

/** Writes the text of a highly-efficient-record-processor.cfg.xml. Writes one log record for each request, in a form of your choice, for billing or auditing. The filter is called herp in the system model. */
export const highlyEfficientRecordProcessor: Builder<HighlyEfficientRecordProcessor> = builder(
  highlyEfficientRecordProcessorType,
);

export interface HttpConnectionPool {
  /** One set of connections with settings of its own. */
  readonly pool: OneOrMore<HttpConnectionPoolPoolConfig>;
}

export interface HttpConnectionPoolPoolConfig {
  /** Connections at the same time, to all hosts together. Default: 400. */
  readonly 'http.conn-manager.max-total'?: number | Placeholder | undefined;
  /** Connections at the same time to one host; not more than max-total. Default: 200. */
  readonly 'http.conn-manager.max-per-route'?: number | Placeholder | undefined;
  /** Milliseconds to wait for data; 0 means for ever. Default: 30000. */
  readonly 'http.socket.timeout'?: number | Placeholder | undefined;
  /** Bytes of the buffer of one connection. Default: 8192. */
  readonly 'http.socket.buffer-size'?: number | Placeholder | undefined;
  /** Milliseconds to wait until a connection stands; 0 means for ever. Default: 30000. */
  readonly 'http.connection.timeout'?: number | Placeholder | undefined;
  /** Bytes that one header line may have; 0 means no limit. Default: 8192. */
  readonly 'http.connection.max-line-length'?: number | Placeholder | undefined;
  /** Headers that one response may have; 0 means no limit. Default: 100. */
  readonly 'http.connection.max-header-count'?: number | Placeholder | undefined;
  /** A proxy to go through, as http://host:port. */
  readonly 'http.route.default-proxy'?: string | undefined;
  /** Whether small packets are sent at once (true) or gathered first (false). Default: true. */
  readonly 'http.tcp.nodelay'?: boolean | Placeholder | undefined;
  /** Milliseconds that an idle connection is kept; 0 means as long as the server says. Default: 0. */
  readonly 'keepalive.timeout'?: number | Placeholder | undefined;
  /** A name for this pool, which other files refer to as connection-pool-id. */
  readonly id: string;
  /** Whether everything that names no pool uses this one. Exactly one has true. Default: false. */
  readonly default?: boolean | Placeholder | undefined;
  /** Milliseconds that answers are kept for requests that belong together. Default: 500. */
  readonly 'cache.ttl'?: number | Placeholder | undefined;
  /** The Java keystore with the certificate to show to servers; from the configuration folder. */
  readonly 'keystore-filename'?: string | undefined;
  /** The password of the keystore. */
  readonly 'keystore-password'?: string | undefined;
  /** The password of the private key in it. */
  readonly 'key-password'?: string | undefined;
  /** The Java keystore with the certificates to trust. */
  readonly 'truststore-filename'?: string | undefined;
  /** The password of the truststore. */
  readonly 'truststore-password'?: string | undefined;
  /** Headers for every request of this pool. */
  readonly headers?: HttpConnectionPoolHeaderList | undefined;
}

export interface HttpConnectionPoolHeaderList {
  /** A header that every request of this pool gets. */
  readonly header: OneOrMore<HttpConnectionPoolHeader>;
}

export interface HttpConnectionPoolHeader {
  /** The name of the header. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
}

/** Writes the text of a http-connection-pool.cfg.xml. How Repose itself connects to other servers: how many connections, how long to wait, which certificates. */
export const httpConnectionPool: Builder<HttpConnectionPool> = builder(httpConnectionPoolType);

export interface HttpLogging {
  /** The line to log for each request, with placeholders such as %m (method) and %s (status). */
  readonly message: OneOrMore<HttpLoggingMessage>;
}

export interface HttpLoggingMessage {
  /** The logger that gets the line, as log4j2.xml names it. */
  readonly 'log-to': string;
  /** Whether values are written as they are, or escaped for JSON. Default: plain. */
  readonly format?: 'plain' | 'json' | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a http-logging.cfg.xml. Writes an access log: one line for every request, in the style of the Apache web server. */
export const httpLogging: Builder<HttpLogging> = builder(httpLoggingType);

export interface IpUser {
  /** The request header that the IP address is written to. */
  readonly 'user-header'?: IpUserUserHeaderType | undefined;
  /** The request header that the group is written to. */
  readonly 'group-header'?: IpUserGroupHeaderType | undefined;
  /** A group of addresses. The first that the client is in counts. */
  readonly group: OneOrMore<IpUserGroupType>;
}

export interface IpUserUserHeaderType {
  /** How much what is found here weighs against what other filters find, from 0 to 1. Default: 0.4. */
  readonly quality?: number | Placeholder | undefined;
  /** The name of the header. Default: x-pp-user. */
  readonly name?: string | undefined;
}

export interface IpUserGroupHeaderType {
  /** How much what is found here weighs against what other filters find, from 0 to 1. Default: 0.4. */
  readonly quality?: number | Placeholder | undefined;
  /** The name of the header. Default: x-pp-groups. */
  readonly name?: string | undefined;
}

export interface IpUserGroupType {
  /** The name of the group, for rate-limiting and others. */
  readonly name: string;
  /** Addresses as a CIDR block, such as 192.168.1.0/24 or 2001:db8::/32. */
  readonly 'cidr-ip': OneOrMore<string>;
}

/** Writes the text of a ip-user.cfg.xml. Takes the IP address of the client as the user name, and puts clients into groups by their address. */
export const ipUser: Builder<IpUser> = builder(ipUserType);

export interface KeystoneV2Authorization {
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: KeystoneV2AuthorizationDelegatingType | undefined;
  /** Paths that everyone may use without a token. */
  readonly 'white-list'?: KeystoneV2AuthorizationWhiteListType | undefined;
  /** What is done with the tenants (projects, accounts) of the user. */
  readonly 'tenant-handling'?: KeystoneV2AuthorizationTenantHandlingType | undefined;
  /** Only users with this service in their catalogue may pass. */
  readonly 'require-service-endpoint'?: KeystoneV2AuthorizationServiceEndpointType | undefined;
  /** Users with one of these roles pass without a look at tenants and catalogue. */
  readonly 'pre-authorized-roles'?: KeystoneV2AuthorizationRolesList | undefined;
}

export interface KeystoneV2AuthorizationDelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.7. */
  readonly quality?: number | Placeholder | undefined;
}

export interface KeystoneV2AuthorizationWhiteListType {
  /** A regular expression for paths. */
  readonly 'uri-regex': OneOrMore<string>;
}

export interface KeystoneV2AuthorizationTenantHandlingType {
  /** Whether all tenants of the user are passed on, not only the one that fits. Default: false. */
  readonly 'send-all-tenant-ids'?: boolean | Placeholder | undefined;
  /** The request is refused unless its tenant is one of the user. */
  readonly 'validate-tenant'?: KeystoneV2AuthorizationValidateTenantType | undefined;
  /** Adds ;q=… to the tenants that are passed on. */
  readonly 'send-tenant-id-quality'?: KeystoneV2AuthorizationSendTenantIdQuality | undefined;
}

export interface KeystoneV2AuthorizationValidateTenantType {
  /** Prefixes, with / between them, that are taken off tenants before they are compared. */
  readonly 'strip-token-tenant-prefixes'?: string | undefined;
  /** Whether all roles of the user are passed on, not only those for the tenant. Default: false. */
  readonly 'enable-legacy-roles-mode'?: boolean | Placeholder | undefined;
  /** The request header that holds the tenant; an earlier filter, such as url-extractor-to-header, sets it. */
  readonly 'header-extraction-name': OneOrMore<string>;
}

export interface KeystoneV2AuthorizationSendTenantIdQuality {
  /** The weight of the default tenant of the user. Default: 0.9. */
  readonly 'default-tenant-quality'?: number | Placeholder | undefined;
  /** The weight of the tenant that the request was checked for. Default: 0.7. */
  readonly 'validated-tenant-quality'?: number | Placeholder | undefined;
  /** The weight of tenants that come with roles. Default: 0.5. */
  readonly 'roles-tenant-quality'?: number | Placeholder | undefined;
}

export interface KeystoneV2AuthorizationServiceEndpointType {
  /** The publicURL that the service must have in the catalogue. */
  readonly 'public-url': string;
  /** Its region. */
  readonly region?: string | undefined;
  /** Its name. */
  readonly name?: string | undefined;
  /** Its type, such as compute. */
  readonly type?: string | undefined;
}

export interface KeystoneV2AuthorizationRolesList {
  /** The name of a role. */
  readonly role: OneOrMore<string>;
}

/** Writes the text of a keystone-v2-authorization.cfg.xml. Decides whether the user that the keystone-v2 filter found may pass: by tenant, role and catalogue. It comes after that filter. */
export const keystoneV2Authorization: Builder<KeystoneV2Authorization> = builder(
  keystoneV2AuthorizationType,
);

export interface KeystoneV2BasicAuth {
  /** The address of the identity service (Keystone, version 2). */
  readonly 'keystone-v2-service-uri': string;
  /** Milliseconds that a token is kept; 0 means not at all. Default: 600000. */
  readonly 'token-cache-timeout-millis'?: number | Placeholder | undefined;
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
  /** Whether the second part of the credentials is an API key or a password. Default: api-key. */
  readonly 'secret-type'?: 'api-key' | 'password' | Placeholder | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: KeystoneV2BasicAuthDelegatingType | undefined;
}

export interface KeystoneV2BasicAuthDelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.9. */
  readonly quality?: number | Placeholder | undefined;
}

/** Writes the text of a keystone-v2-basic-auth.cfg.xml. Turns user name and API key (or password) of HTTP basic authentication into a Keystone token in X-Auth-Token. It comes before the keystone-v2 filter. */
export const keystoneV2BasicAuth: Builder<KeystoneV2BasicAuth> = builder(keystoneV2BasicAuthType);

export interface KeystoneV2 {
  /** Roles, with spaces between them, that are left out of what is passed on. Default: identity:tenant-access. */
  readonly 'ignored-roles'?: string | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: KeystoneV2DelegatingType | undefined;
  /** Paths that everyone may use without a token. */
  readonly 'white-list'?: KeystoneV2WhiteListType | undefined;
  /** What is done with the tenants (projects, accounts) of the user. */
  readonly 'tenant-handling'?: KeystoneV2TenantHandlingType | undefined;
  /** Only users with this service in their catalogue may pass. */
  readonly 'require-service-endpoint'?: KeystoneV2ServiceEndpointType | undefined;
  /** Users with one of these roles pass without a look at tenants and catalogue. */
  readonly 'pre-authorized-roles'?: KeystoneV2RolesList | undefined;
  /** Who checks the tokens. */
  readonly 'identity-service': KeystoneV2IdentityServiceType;
  /** How long the answers of the identity service are kept. */
  readonly cache?: KeystoneV2CacheType | undefined;
}

export interface KeystoneV2DelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.7. */
  readonly quality?: number | Placeholder | undefined;
}

export interface KeystoneV2WhiteListType {
  /** A regular expression for paths. */
  readonly 'uri-regex': OneOrMore<string>;
}

export interface KeystoneV2TenantHandlingType {
  /** Whether all tenants of the user are passed on, not only the one that fits. Default: false. */
  readonly 'send-all-tenant-ids'?: boolean | Placeholder | undefined;
  /** The request is refused unless its tenant is one of the user. */
  readonly 'validate-tenant'?: KeystoneV2ValidateTenantType | undefined;
  /** Adds ;q=… to the tenants that are passed on. */
  readonly 'send-tenant-id-quality'?: KeystoneV2SendTenantIdQuality | undefined;
}

export interface KeystoneV2ValidateTenantType {
  /** Prefixes, with / between them, that are taken off tenants before they are compared. */
  readonly 'strip-token-tenant-prefixes'?: string | undefined;
  /** Whether all roles of the user are passed on, not only those for the tenant. Default: false. */
  readonly 'enable-legacy-roles-mode'?: boolean | Placeholder | undefined;
  /** The request header that holds the tenant; an earlier filter, such as url-extractor-to-header, sets it. */
  readonly 'header-extraction-name': OneOrMore<string>;
}

export interface KeystoneV2SendTenantIdQuality {
  /** The weight of the default tenant of the user. Default: 0.9. */
  readonly 'default-tenant-quality'?: number | Placeholder | undefined;
  /** The weight of the tenant that the request was checked for. Default: 0.7. */
  readonly 'validated-tenant-quality'?: number | Placeholder | undefined;
  /** The weight of tenants that come with roles. Default: 0.5. */
  readonly 'roles-tenant-quality'?: number | Placeholder | undefined;
}

export interface KeystoneV2ServiceEndpointType {
  /** The publicURL that the service must have in the catalogue. */
  readonly 'public-url': string;
  /** Its region. */
  readonly region?: string | undefined;
  /** Its name. */
  readonly name?: string | undefined;
  /** Its type, such as compute. */
  readonly type?: string | undefined;
}

export interface KeystoneV2RolesList {
  /** The name of a role. */
  readonly role: OneOrMore<string>;
}

export interface KeystoneV2IdentityServiceType {
  /** The user that Repose logs in as. Without one it checks each token with that very token. */
  readonly username?: string | undefined;
  /** That user's password. */
  readonly password?: string | undefined;
  /** The address of the identity service (Keystone, version 2). */
  readonly uri: string;
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
  /** Whether the roles of the user are passed on in X-Roles. Default: true. */
  readonly 'set-roles-in-header'?: boolean | Placeholder | undefined;
  /** Whether the groups of the user are asked for and passed on in X-PP-Groups. Default: true. */
  readonly 'set-groups-in-header'?: boolean | Placeholder | undefined;
  /** Whether the service catalogue of the user is passed on in X-Catalog. Default: false. */
  readonly 'set-catalog-in-header'?: boolean | Placeholder | undefined;
  /** Whether the identity service is asked to add the roles that a Rackspace customer number brings. Default: false. */
  readonly 'apply-rcn-roles'?: boolean | Placeholder | undefined;
}

export interface KeystoneV2CacheType {
  /** How long answers are kept. */
  readonly timeouts?: KeystoneV2CacheTimeoutsType | undefined;
  /** A feed that tells which tokens are no longer valid. */
  readonly 'atom-feed'?: OneOrMore<KeystoneV2AtomFeedType> | undefined;
}

export interface KeystoneV2CacheTimeoutsType {
  /** Seconds by which the times vary at random, so that not everything is asked for again at once. Default: 0. */
  readonly variability?: number | Placeholder | undefined;
  /** Seconds that a token is kept; -1 means not at all, 0 for as long as it is valid. */
  readonly token?: number | Placeholder | undefined;
  /** Seconds that groups are kept; -1 means not at all, 0 for ever. */
  readonly group?: number | Placeholder | undefined;
  /** Seconds that catalogues are kept; -1 means not at all, 0 for ever. */
  readonly endpoints?: number | Placeholder | undefined;
}

export interface KeystoneV2AtomFeedType {
  /** The id of a feed in atom-feed-service.cfg.xml. */
  readonly id: string;
}

/** Writes the text of a keystone-v2.cfg.xml. Checks the token in X-Auth-Token against OpenStack Identity (Keystone) version 2, refuses requests without a valid one, and passes on who the user is. */
export const keystoneV2: Builder<KeystoneV2> = builder(keystoneV2Type);

export interface MergeHeader {
  /** Headers of requests. */
  readonly request?: MergeHeaderHeaderList | undefined;
  /** Headers of responses. */
  readonly response?: MergeHeaderHeaderList | undefined;
}

export interface MergeHeaderHeaderList {
  /** The name of a header. */
  readonly header: OneOrMore<string>;
}

/** Writes the text of a merge-header.cfg.xml. Joins headers that are there several times into one header with commas between the values. split-header does the opposite. */
export const mergeHeader: Builder<MergeHeader> = builder(mergeHeaderType);

export interface Metrics {
  /** Whether anything is measured. Default: true. */
  readonly enabled?: boolean | Placeholder | undefined;
  /** Sends the figures to Graphite, besides showing them over JMX. */
  readonly graphite?: MetricsGraphite | undefined;
}

export interface MetricsGraphite {
  /** One Graphite server. */
  readonly server?: OneOrMore<MetricsGraphiteServer> | undefined;
}

export interface MetricsGraphiteServer {
  /** The host of the Graphite server. */
  readonly host: string;
  /** Its port, most often 2003. */
  readonly port: number | Placeholder;
  /** Seconds between two reports. Default: 10. */
  readonly period?: number | Placeholder | undefined;
  /** What is put before the name of every figure. */
  readonly prefix?: string | undefined;
}

/** Writes the text of a metrics.cfg.xml. What Repose measures of itself (requests, times, failures), and where the figures are sent. */
export const metrics: Builder<Metrics> = builder(metricsType);

export interface OpenTracing {
  /** The name under which the traces show this Repose. */
  readonly 'service-name': string;
  /** Send traces to Jaeger. */
  readonly jaeger: OpenTracingJaegerTracerConfig;
}

export interface OpenTracingJaegerTracerConfig {
  /** Milliseconds between two reports. Default: 1000. */
  readonly 'flush-interval-ms'?: number | Placeholder | undefined;
  /** How many spans are kept at most until they are reported. Default: 10000. */
  readonly 'max-buffer-size'?: number | Placeholder | undefined;
  /** Whether spans are logged too. Default: true. */
  readonly 'log-spans'?: boolean | Placeholder | undefined;
  /** Report to a Jaeger agent over UDP. */
  readonly 'connection-udp'?: OpenTracingJaegerConnectionUdp | undefined;
  /** Report to a Jaeger collector over HTTP. */
  readonly 'connection-http'?: OpenTracingJaegerConnectionHttp | undefined;
  /** Trace all requests or none. */
  readonly 'sampling-constant'?: OpenTracingJaegerSamplingConstant | undefined;
  /** Trace a share of the requests, chosen at random. */
  readonly 'sampling-probabilistic'?: OpenTracingJaegerSamplingProbabilistic | undefined;
  /** Trace so many requests in a second. */
  readonly 'sampling-rate-limiting'?: OpenTracingJaegerSamplingRateLimiting | undefined;
}

export interface OpenTracingJaegerConnectionUdp {
  /** The host of the agent; most often it runs on the same machine. */
  readonly host?: string | undefined;
  /** The port of the agent. */
  readonly port?: number | Placeholder | undefined;
}

export interface OpenTracingJaegerConnectionHttp {
  /** The address of the collector. */
  readonly endpoint: string;
  /** The user to log in as; then a password too, and no token. */
  readonly username?: string | undefined;
  /** That user's password. */
  readonly password?: string | undefined;
  /** A bearer token to log in with, in place of username and password. */
  readonly token?: string | undefined;
}

export interface OpenTracingJaegerSamplingConstant {
  /** on: every request; off: none. Default: on. */
  readonly toggle?: 'on' | 'off' | Placeholder | undefined;
}

export interface OpenTracingJaegerSamplingProbabilistic {
  /** The share of requests to trace, from 0 to 1. Default: 0.001. */
  readonly probability?: number | Placeholder | undefined;
}

export interface OpenTracingJaegerSamplingRateLimiting {
  /** How many requests to trace in a second at most. Default: 1.0. */
  readonly 'max-traces-per-second'?: number | Placeholder | undefined;
}

/** Writes the text of a open-tracing.cfg.xml. Traces requests through several services (OpenTracing), and says where the traces go. */
export const openTracing: Builder<OpenTracing> = builder(openTracingType);

export interface OpenapiValidator {
  /** The OpenAPI file: a path from the configuration folder, or an address. */
  readonly href: string;
}

/** Writes the text of a openapi-validator.cfg.xml. Refuses requests that the OpenAPI description of the service does not allow. */
export const openapiValidator: Builder<OpenapiValidator> = builder(openapiValidatorType);

export interface OpenstackIdentityV3 {
  /** Whether all projects of the user are passed on, not only the one that fits. Default: false. */
  readonly 'send-all-project-ids'?: boolean | Placeholder | undefined;
  /** Whether the groups of the user are asked for and passed on in X-PP-Groups. Default: true. */
  readonly 'forward-groups'?: boolean | Placeholder | undefined;
  /** Whether the service catalogue of the user is passed on in X-Catalog. Default: false. */
  readonly 'forward-catalog'?: boolean | Placeholder | undefined;
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: OpenstackIdentityV3DelegatingType | undefined;
  /** Paths that everyone may use without a token. */
  readonly 'white-list'?: OpenstackIdentityV3WhiteList | undefined;
  /** Who checks the tokens. */
  readonly 'openstack-identity-service': OpenstackIdentityV3OpenstackIdentityService;
  /** Only users with this service in their catalogue may pass. */
  readonly 'service-endpoint'?: OpenstackIdentityV3ServiceEndpoint | undefined;
  /** The request is refused unless the project in its path is one of the user. */
  readonly 'validate-project-id-in-uri'?: OpenstackIdentityV3ValidateProjectID | undefined;
  /** Deprecated: use <pre-authorized-roles>. */
  readonly 'roles-which-bypass-project-id-check'?: OpenstackIdentityV3PreAuthRolesList | undefined;
  /** Users with one of these roles pass without a look at projects and catalogue. */
  readonly 'pre-authorized-roles'?: OpenstackIdentityV3PreAuthRolesList | undefined;
  /** How long the answers of the identity service are kept. */
  readonly cache?: OpenstackIdentityV3CacheType | undefined;
  /** Adds ;q=… to the projects that are passed on. */
  readonly 'send-project-id-quality'?: OpenstackIdentityV3SendProjectIdQuality | undefined;
}

export interface OpenstackIdentityV3DelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.7. */
  readonly quality?: number | Placeholder | undefined;
}

export interface OpenstackIdentityV3WhiteList {
  /** A regular expression for paths. */
  readonly 'uri-pattern': OneOrMore<string>;
}

export interface OpenstackIdentityV3OpenstackIdentityService {
  /** The user that Repose logs in as. */
  readonly username: string;
  /** That user's password. */
  readonly password: string;
  /** The domain of that user. */
  readonly 'domain-id'?: string | undefined;
  /** The address of the identity service (Keystone, version 3). */
  readonly uri: string;
  /** The project that Repose logs in to. */
  readonly 'project-id'?: string | undefined;
}

export interface OpenstackIdentityV3ServiceEndpoint {
  /** The address that the service must have in the catalogue. */
  readonly url: string;
  /** Its region. */
  readonly region?: string | undefined;
  /** Its name. */
  readonly name?: string | undefined;
  /** Its interface, such as public. */
  readonly interface?: string | undefined;
}

export interface OpenstackIdentityV3ValidateProjectID {
  /** A regular expression for the path; its first group (…) is the project. */
  readonly regex: string;
  /** Prefixes, with / between them, that are taken off projects before they are compared. */
  readonly 'strip-token-project-prefixes'?: string | undefined;
}

export interface OpenstackIdentityV3PreAuthRolesList {
  /** The name of a role. */
  readonly role: OneOrMore<string>;
}

export interface OpenstackIdentityV3CacheType {
  /** How long answers are kept. */
  readonly timeouts?: OpenstackIdentityV3CacheTimeoutsType | undefined;
  /** A feed that tells which tokens are no longer valid. */
  readonly 'atom-feed'?: OneOrMore<OpenstackIdentityV3AtomFeedType> | undefined;
}

export interface OpenstackIdentityV3CacheTimeoutsType {
  /** Seconds that a token is kept; 0 means not at all. */
  readonly '@token'?: number | Placeholder | undefined;
  /** Seconds that groups are kept; 0 means not at all. */
  readonly '@group'?: number | Placeholder | undefined;
  /** Seconds by which the times vary at random, so that not everything is asked for again at once. Default: 0. */
  readonly variance?: number | Placeholder | undefined;
  /** Deprecated: use the attribute token. */
  readonly token?: number | Placeholder | undefined;
  /** Deprecated: use the attribute group. */
  readonly group?: number | Placeholder | undefined;
}

export interface OpenstackIdentityV3AtomFeedType {
  /** The id of a feed in atom-feed-service.cfg.xml. */
  readonly id: string;
}

export interface OpenstackIdentityV3SendProjectIdQuality {
  /** The weight of the default project of the user. Default: 0.9. */
  readonly 'default-project-quality'?: number | Placeholder | undefined;
  /** The weight of the project in the path. Default: 0.7. */
  readonly 'uri-project-quality'?: number | Placeholder | undefined;
  /** The weight of projects that come with roles. Default: 0.5. */
  readonly 'roles-project-quality'?: number | Placeholder | undefined;
}

/** Writes the text of a openstack-identity-v3.cfg.xml. Checks the token in X-Subject-Token against OpenStack Identity (Keystone) version 3, refuses requests without a valid one, and passes on who the user is. */
export const openstackIdentityV3: Builder<OpenstackIdentityV3> = builder(openstackIdentityV3Type);

export interface RateLimiting {
  /** Whether a user over the limit gets 429 Too Many Requests (true) or 413 (false). Default: false. */
  readonly 'overLimit-429-responseCode'?: boolean | Placeholder | undefined;
  /** Where the counts are kept: in this node, shared by the nodes (service dist-datastore), or in one remote datastore. Default: distributed/hash-ring. */
  readonly datastore?:
    | 'local/default'
    | 'distributed/hash-ring'
    | 'distributed/remote'
    | Placeholder
    | undefined;
  /** Log a warning when one user has more counters than this. Default: 1000. */
  readonly 'datastore-warn-limit'?: number | Placeholder | undefined;
  /** Whether what the groups (…) of uri-regex catch is counted apart. Default: true. */
  readonly 'use-capture-groups'?: boolean | Placeholder | undefined;
  /** Lets users ask for their limits at a path that Repose answers itself. */
  readonly 'request-endpoint'?: RateLimitingRequestEndpoint | undefined;
  /** Limits for all users together. */
  readonly 'global-limit-group'?: RateLimitingGlobalLimitGroup | undefined;
  /** Limits for the users of some groups. */
  readonly 'limit-group'?: OneOrMore<RateLimitingConfiguredLimitGroup> | undefined;
}

export interface RateLimitingRequestEndpoint {
  /** Whether the service's own limits are asked for and added to the answer. Default: false. */
  readonly 'include-absolute-limits'?: boolean | Placeholder | undefined;
  /** A regular expression for the paths that Repose answers itself. Default: \/limits\/(\d*)\/. */
  readonly 'uri-regex'?: string | undefined;
}

export interface RateLimitingGlobalLimitGroup {
  /** A limit that all requests together share. */
  readonly limit: OneOrMore<RateLimitingConfiguredRatelimit>;
}

export interface RateLimitingConfiguredRatelimit {
  /** A name for this limit, unique in the whole file. */
  readonly id: string;
  /** How the limit is shown to users; it has no effect. */
  readonly uri: string;
  /** A regular expression for the paths that count. What its groups (…) catch is counted apart. */
  readonly 'uri-regex': string;
  /** The methods that count. Default: ALL. */
  readonly 'http-methods'?:
    | List<
        | 'GET'
        | 'DELETE'
        | 'POST'
        | 'PUT'
        | 'PATCH'
        | 'HEAD'
        | 'OPTIONS'
        | 'CONNECT'
        | 'TRACE'
        | 'ALL'
      >
    | undefined;
  /** How many requests are allowed in one unit of time. */
  readonly value: number | Placeholder;
  /** The unit of time. */
  readonly unit: 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' | Placeholder;
  /** Count only requests with all of these query parameters. */
  readonly 'query-param-names'?: List<string> | undefined;
}

export interface RateLimitingConfiguredLimitGroup {
  /** A name for this group of limits. */
  readonly id: string;
  /** Whether users whose groups stand nowhere in this file get these limits. Default: false. */
  readonly default?: boolean | Placeholder | undefined;
  /** The user groups (from the X-PP-Groups header) that these limits are for. */
  readonly groups: List<string>;
  /** A limit that each user has alone. */
  readonly limit?: OneOrMore<RateLimitingConfiguredRatelimit> | undefined;
}

/** Writes the text of a rate-limiting.cfg.xml. Refuses requests of users who sent too many of them in a second, minute, hour or day. Users are known by the X-PP-User and X-PP-Groups headers, which an earlier filter (ip-user, header-user, keystone-v2 …) sets. */
export const rateLimiting: Builder<RateLimiting> = builder(rateLimitingType);

export interface RegexRbac {
  /** Whether a refused user gets 404 or 405, as if the resource were not there, rather than 403. Default: false. */
  readonly 'mask-rax-roles-403'?: boolean | Placeholder | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: RegexRbacDelegatingType | undefined;
  /** One resource a line: a regular expression for the path, methods, and roles, with spaces between. */
  readonly resources: TextWith<RegexRbacResourcesType>;
}

export interface RegexRbacDelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.3. */
  readonly quality?: number | Placeholder | undefined;
  /** The name that the note about the refusal bears. Default: regex-rbac. */
  readonly 'component-name'?: string | undefined;
}

export interface RegexRbacResourcesType {
  /** A file with the resources, in place of the text here. */
  readonly href?: string | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a regex-rbac.cfg.xml. Lets requests pass by the roles in X-Roles. Each line of the resources says, with a regular expression for the path, which methods are open to which roles. */
export const regexRbac: Builder<RegexRbac> = builder(regexRbacType);

export interface RemoteDatastore {
  /** The host that the datastore runs on. */
  readonly host: string;
  /** The port that it listens on. */
  readonly port: number | Placeholder;
  /** Whether to talk over HTTPS. Default: true. */
  readonly useHTTPS?: boolean | Placeholder | undefined;
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
}

/** Writes the text of a remote-datastore.cfg.xml. Keeps counts in the datastore of one other Repose, so that several installations share them. It needs the service remote-datastore in the system model. */
export const remoteDatastore: Builder<RemoteDatastore> = builder(remoteDatastoreType);

export interface Scripting {
  /** What the script is written in. */
  readonly language: 'lua' | 'luaj' | 'python' | 'jython' | 'javascript' | 'groovy' | Placeholder;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a scripting.cfg.xml. Runs a script for every request, for what no other filter does. A script that does not call filterChain.doFilter(request, response) ends the request there. */
export const scripting: Builder<Scripting> = builder(scriptingType);

export interface SimpleRbac {
  /** The request header that holds the roles. Default: X-ROLES. */
  readonly 'roles-header-name'?: string | undefined;
  /** The request header that holds which roles the user has in which tenant. */
  readonly 'tenants-header-name'?: string | undefined;
  /** Whether a refused user gets 404 or 405, as if the resource were not there, rather than 403. Default: false. */
  readonly 'mask-rax-roles-403'?: boolean | Placeholder | undefined;
  /** Whether JMX shows how often each part of the API was used. Default: false. */
  readonly 'enable-api-coverage'?: boolean | Placeholder | undefined;
  /** A file that the checks are drawn into, as a graph in the DOT language. */
  readonly 'dot-output'?: string | undefined;
  /** A file that the WADL made of the resources is written to. */
  readonly 'wadl-output'?: string | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: SimpleRbacDelegatingType | undefined;
  /** One resource a line: a path, methods, and roles, with spaces between. ANY stands for all of them. */
  readonly resources: TextWith<SimpleRbacResourcesType>;
}

export interface SimpleRbacDelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.3. */
  readonly quality?: number | Placeholder | undefined;
  /** The name that the note about the refusal bears. Default: simple-rbac. */
  readonly 'component-name'?: string | undefined;
}

export interface SimpleRbacResourcesType {
  /** A file with the resources, in place of the text here. */
  readonly href?: string | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a simple-rbac.cfg.xml. Lets requests pass by the roles in a header. Each line of the resources says which methods of a path are open to which roles. It needs the extensions filter bundle. */
export const simpleRbac: Builder<SimpleRbac> = builder(simpleRbacType);

export interface Slf4jHttpLogging {
  /** One line for each request. */
  readonly 'slf4j-http-log': OneOrMore<Slf4jHttpLoggingSlf4jHttpLog>;
}

export interface Slf4jHttpLoggingSlf4jHttpLog {
  /** The logger that gets the line, as log4j2.xml names it. */
  readonly id: string;
  /** The line to log, with placeholders such as %m (method) and %s (status). */
  readonly '@format'?: string | undefined;
  /** The same as the attribute format, for lines that are long or full of quotes. */
  readonly format?: TextWith<Slf4jHttpLoggingFormatElement> | undefined;
}

export interface Slf4jHttpLoggingFormatElement {
  /** Whether a line break with the indentation after it becomes one space. Default: false. */
  readonly crush?: boolean | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

/** Writes the text of a slf4j-http-logging.cfg.xml. Writes an access log for the requests that reach this place of the filter chain. For all requests use the service file http-logging.cfg.xml. */
export const slf4jHttpLogging: Builder<Slf4jHttpLogging> = builder(slf4jHttpLoggingType);

export interface SplitHeader {
  /** Headers of requests. */
  readonly request?: SplitHeaderHeaderList | undefined;
  /** Headers of responses. */
  readonly response?: SplitHeaderHeaderList | undefined;
}

export interface SplitHeaderHeaderList {
  /** The name of a header. */
  readonly header: OneOrMore<string>;
}

/** Writes the text of a split-header.cfg.xml. Splits headers with commas into one header per value. merge-header does the opposite. */
export const splitHeader: Builder<SplitHeader> = builder(splitHeaderType);

export interface SystemModel {
  /** Whether the Host header names the destination (true) or stays as the client sent it (false). Default: true. */
  readonly 'rewrite-host-header'?: boolean | Placeholder | undefined;
  /** Where Repose itself runs. */
  readonly nodes: SystemModelNodeList;
  /** The chain of filters that requests pass through. */
  readonly filters?: SystemModelFilterList | undefined;
  /** Optional services to start. */
  readonly services?: SystemModelServicesList | undefined;
  /** Where requests go in the end. */
  readonly destinations: SystemModelDestinationList;
  /** Whether this installation reports its version and filters to the makers of Repose. */
  readonly 'phone-home'?: SystemModelPhoneHomeServiceConfig | undefined;
  /** The id that lets one request be followed through several services. */
  readonly 'tracing-header'?: SystemModelTracingHeaderConfig | undefined;
}

export interface SystemModelNodeList {
  /** One running Repose. */
  readonly node: OneOrMore<SystemModelNode>;
}

export interface SystemModelNode {
  /** A name for this node, unique among the nodes. */
  readonly id: string;
  /** The host that the node runs on: its own name or IP address, as that machine knows itself. */
  readonly hostname: string;
  /** The port to listen on for HTTP; 0 means none. Default: 0. */
  readonly 'http-port'?: number | Placeholder | undefined;
  /** The port to listen on for HTTPS; 0 means none. It needs ssl-configuration in container.cfg.xml. Default: 0. */
  readonly 'https-port'?: number | Placeholder | undefined;
}

export interface SystemModelFilterList {
  /** Requests whose path matches this regular expression skip every filter. */
  readonly 'bypass-uri-regex'?: string | undefined;
  /** One filter. Requests pass through them in this order, responses in reverse. */
  readonly filter?: OneOrMore<SystemModelFilter> | undefined;
}

export interface SystemModelFilter {
  /** A name for this use of the filter, unique in the chain; needed only to tell two uses apart. */
  readonly id?: string | undefined;
  /** Which filter: rate-limiting, keystone-v2 and so on. */
  readonly name: string;
  /** The file to read in place of the filter's usual one. */
  readonly configuration?: string | undefined;
  /** Deprecated: use <uri regex="…"/> inside. Only requests whose path matches pass through the filter. */
  readonly 'uri-regex'?: string | undefined;
  /** True for requests with one of these methods. */
  readonly methods?: SystemModelMethods | undefined;
  /** True for requests with this header. */
  readonly header?: SystemModelHeader | undefined;
  /** True for requests to these paths. */
  readonly uri?: SystemModelUri | undefined;
  /** True when everything inside is. */
  readonly and?: SystemModelAnd | undefined;
  /** True when what is inside is not. */
  readonly not?: SystemModelNot | undefined;
  /** True when at least one thing inside is. */
  readonly or?: SystemModelOr | undefined;
}

export interface SystemModelMethods {
  /** HTTP methods with spaces between them; one of them must match. */
  readonly value: List<string>;
}

export interface SystemModelHeader {
  /** The header that must be there; upper and lower case do not matter. */
  readonly name: string;
  /** The value that it must have, upper and lower case included. Without it any value will do. */
  readonly value?: string | undefined;
}

export interface SystemModelUri {
  /** A regular expression that the whole path must match. */
  readonly regex: string;
}

export interface SystemModelAnd {
  /** True for requests with one of these methods. */
  readonly methods?: OneOrMore<SystemModelMethods> | undefined;
  /** True for requests with this header. */
  readonly header?: OneOrMore<SystemModelHeader> | undefined;
  /** True for requests to these paths. */
  readonly uri?: OneOrMore<SystemModelUri> | undefined;
  /** True when what is inside is not. */
  readonly not?: OneOrMore<SystemModelNot> | undefined;
  /** True when at least one thing inside is. */
  readonly or?: OneOrMore<SystemModelOr> | undefined;
}

export interface SystemModelNot {
  /** True for requests with one of these methods. */
  readonly methods?: SystemModelMethods | undefined;
  /** True for requests with this header. */
  readonly header?: SystemModelHeader | undefined;
  /** True for requests to these paths. */
  readonly uri?: SystemModelUri | undefined;
  /** True when everything inside is. */
  readonly and?: SystemModelAnd | undefined;
  /** True when at least one thing inside is. */
  readonly or?: SystemModelOr | undefined;
}

export interface SystemModelOr {
  /** True for requests with one of these methods. */
  readonly methods?: OneOrMore<SystemModelMethods> | undefined;
  /** True for requests with this header. */
  readonly header?: OneOrMore<SystemModelHeader> | undefined;
  /** True for requests to these paths. */
  readonly uri?: OneOrMore<SystemModelUri> | undefined;
  /** True when what is inside is not. */
  readonly not?: OneOrMore<SystemModelNot> | undefined;
  /** True when everything inside is. */
  readonly and?: OneOrMore<SystemModelAnd> | undefined;
}

export interface SystemModelServicesList {
  /** One optional service, such as the datastore that nodes share. */
  readonly service?: OneOrMore<SystemModelService> | undefined;
}

export interface SystemModelService {
  /** Which service to start. */
  readonly name: 'dist-datastore' | 'remote-datastore' | 'atom-feed-service' | Placeholder;
}

export interface SystemModelDestinationList {
  /** Names of request headers, with commas between them, whose values are URL-encoded before they are sent on. */
  readonly 'url-encode-headers'?: string | undefined;
  /** One service that requests are sent on to. */
  readonly endpoint: OneOrMore<SystemModelDestination>;
}

export interface SystemModelDestination {
  /** A name for this destination, unique among them; routing filters use it. */
  readonly id: string;
  /** Whether requests go here when no filter chose a destination. Exactly one has true. Default: false. */
  readonly default?: boolean | Placeholder | undefined;
  /** How to talk to the service. Default: https. */
  readonly protocol?: 'http' | 'https' | Placeholder | undefined;
  /** The host of the service. In a container, localhost is the container itself. Default: localhost. */
  readonly hostname?: string | undefined;
  /** The port of the service; 0 means the usual one of the protocol. Default: 0. */
  readonly port?: number | Placeholder | undefined;
  /** What is put before the path of every request. */
  readonly 'root-path'?: string | undefined;
  /** Whether requests with a body are sent in chunks; auto does as the client did. Default: true. */
  readonly 'chunked-encoding'?: 'true' | 'false' | 'auto' | Placeholder | undefined;
}

export interface SystemModelPhoneHomeServiceConfig {
  /** Whether to report. */
  readonly enabled: boolean | Placeholder;
  /** Where the report is sent. Default: http://phone-home.openrepose.org. */
  readonly 'collection-uri'?: string | undefined;
  /** A name of your choice for this installation. */
  readonly 'origin-service-id'?: string | undefined;
  /** Whom to write to about important updates. */
  readonly 'contact-email'?: string | undefined;
}

export interface SystemModelTracingHeaderConfig {
  /** Whether requests get the tracing header. Default: true. */
  readonly enabled?: boolean | Placeholder | undefined;
  /** Whether a tracing header that the client sent is replaced. Default: false. */
  readonly 'rewrite-header'?: boolean | Placeholder | undefined;
  /** Whether the id is also sent as plain text in X-Request-Id. Default: false. */
  readonly 'secondary-plain-text'?: boolean | Placeholder | undefined;
}

/** Writes the text of a system-model.cfg.xml. The heart of the configuration: where Repose listens, which filters requests pass through, and which service they reach in the end. Repose does not start without it. */
export const systemModel: Builder<SystemModel> = builder(systemModelType);

export interface Translation {
  /** Whether bodies may have a DOCTYPE. They open a door to attacks. Default: false. */
  readonly 'allow-doctype-decl'?: boolean | Placeholder | undefined;
  /** Whether all translations that fit are applied, or the first only. Default: false. */
  readonly 'multi-match'?: boolean | Placeholder | undefined;
  /** Which XSLT processor to use; SaxonEE needs a licence. Default: SaxonHE. */
  readonly 'xsl-engine'?: 'SaxonHE' | 'SaxonEE' | Placeholder | undefined;
  /** How requests are rewritten. */
  readonly 'request-translations'?: TranslationRequestTranslations | undefined;
  /** How responses are rewritten. */
  readonly 'response-translations'?: TranslationResponseTranslations | undefined;
}

export interface TranslationRequestTranslations {
  /** Some requests, and how they are rewritten. */
  readonly 'request-translation'?: OneOrMore<TranslationRequestTranslation> | undefined;
}

export interface TranslationRequestTranslation {
  /** Only bodies of this content type are rewritten. Default: *\/*. */
  readonly 'content-type'?: string | undefined;
  /** Only for clients that accept this content type. Default: *\/*. */
  readonly accept?: string | undefined;
  /** The content type that the body has afterwards; empty: as before. */
  readonly 'translated-content-type'?: string | undefined;
  /** The methods that this is for. Default: ALL. */
  readonly 'http-methods'?:
    | List<'GET' | 'DELETE' | 'POST' | 'PUT' | 'HEAD' | 'OPTIONS' | 'CONNECT' | 'TRACE' | 'ALL'>
    | undefined;
  /** The XSLT stylesheets that do it. */
  readonly 'style-sheets': TranslationStyleSheets;
}

export interface TranslationStyleSheets {
  /** Whether the stylesheets get the headers too, as a parameter. Default: false. */
  readonly headers?: boolean | Placeholder | undefined;
  /** Whether the stylesheets get the query too, as a parameter. Default: false. */
  readonly 'query-params'?: boolean | Placeholder | undefined;
  /** One stylesheet. Each works on what the one before it gave. */
  readonly style?: OneOrMore<TranslationStyleSheet> | undefined;
}

export interface TranslationStyleSheet {
  /** A name for this stylesheet, unique in the file. */
  readonly id?: string | undefined;
  /** The stylesheet file: a path from the configuration folder, or an address. */
  readonly href?: string | undefined;
  /** A parameter that the stylesheet gets. */
  readonly param?: OneOrMore<TranslationStyleParam> | undefined;
  /** The stylesheet itself, in place of href. */
  readonly xsl?: TranslationXsl | undefined;
}

export interface TranslationStyleParam {
  /** The name of the parameter in the stylesheet. */
  readonly name?: string | undefined;
  /** What it is set to. */
  readonly value?: string | undefined;
}

export interface TranslationXsl {
  /** XML that Repose does not look into. */
  readonly xml?: string | undefined;
}

export interface TranslationResponseTranslations {
  /** Some responses, and how they are rewritten. */
  readonly 'response-translation': OneOrMore<TranslationResponseTranslation>;
}

export interface TranslationResponseTranslation {
  /** Only bodies of this content type are rewritten. Default: *\/*. */
  readonly 'content-type'?: string | undefined;
  /** Only for clients that accept this content type. Default: *\/*. */
  readonly accept?: string | undefined;
  /** The content type that the body has afterwards; empty: as before. */
  readonly 'translated-content-type'?: string | undefined;
  /** A regular expression for the status code. */
  readonly 'code-regex'?: string | undefined;
  /** The XSLT stylesheets that do it. */
  readonly 'style-sheets': TranslationStyleSheets;
}

/** Writes the text of a translation.cfg.xml. Rewrites XML (and JSON) bodies, headers and queries with XSLT stylesheets, on the way in or out. */
export const translation: Builder<Translation> = builder(translationType);

export interface UriNormalization {
  /** Turns endings such as .json into the Accept header. */
  readonly 'media-variants'?: UriNormalizationMediaTypeList | undefined;
  /** Which query parameters stay, and in which order. */
  readonly 'uri-filters'?: UriNormalizationUriFilterList | undefined;
}

export interface UriNormalizationMediaTypeList {
  /** A media type that the service can answer with. */
  readonly 'media-type'?: OneOrMore<UriNormalizationMediaType> | undefined;
}

export interface UriNormalizationMediaType {
  /** The media type, such as application/json. */
  readonly name: string;
  /** The ending of a path that asks for it, such as json. */
  readonly 'variant-extension'?: string | undefined;
  /** Whether it is taken when the client accepts anything. Default: false. */
  readonly preferred?: boolean | Placeholder | undefined;
}

export interface UriNormalizationUriFilterList {
  /** Some requests, and what happens to their query. */
  readonly target: OneOrMore<UriNormalizationTarget>;
}

export interface UriNormalizationTarget {
  /** A regular expression for the paths. Default: .*. */
  readonly 'uri-regex'?: string | undefined;
  /** Whether the query parameters are sorted by name, so that caches find equal requests. Default: false. */
  readonly alphabetize?: boolean | Placeholder | undefined;
  /** The methods that this is for. Default: ALL. */
  readonly 'http-methods'?:
    | List<
        | 'GET'
        | 'DELETE'
        | 'POST'
        | 'PUT'
        | 'PATCH'
        | 'HEAD'
        | 'OPTIONS'
        | 'CONNECT'
        | 'TRACE'
        | 'ALL'
      >
    | undefined;
  /** Only these query parameters stay. */
  readonly whitelist?: UriNormalizationHttpUriParameterList | undefined;
}

export interface UriNormalizationHttpUriParameterList {
  /** A name for this list; it has no effect. */
  readonly id: string;
  /** One query parameter that stays. */
  readonly parameter: OneOrMore<UriNormalizationUriParameter>;
}

export interface UriNormalizationUriParameter {
  /** The name of the query parameter. */
  readonly name: string;
  /** How often it may stand in the query; 0 means as often as it likes. Default: 0. */
  readonly multiplicity?: number | Placeholder | undefined;
  /** Whether upper and lower case of the name matter. Default: true. */
  readonly 'case-sensitive'?: boolean | Placeholder | undefined;
}

/** Writes the text of a uri-normalization.cfg.xml. Brings URIs into one form: removes and sorts query parameters, and turns endings such as .json into an Accept header. */
export const uriNormalization: Builder<UriNormalization> = builder(uriNormalizationType);

export interface UriRedaction {
  /** A regular expression; what its groups (…) catch is hidden. */
  readonly redact: OneOrMore<string>;
}

/** Writes the text of a uri-redaction.cfg.xml. Hides parts of URIs, such as account numbers, in logs, metrics and traces. */
export const uriRedaction: Builder<UriRedaction> = builder(uriRedactionType);

export interface UriStripper {
  /** Whether the part is put back into the Location header of responses. */
  readonly 'rewrite-location': boolean | Placeholder;
  /** Which part of the path to take out: the first between the slashes is 0. */
  readonly 'token-index': number | Placeholder;
  /** Bodies with links that need the part too. */
  readonly 'link-resource'?: OneOrMore<UriStripperLinkResource> | undefined;
}

export interface UriStripperLinkResource {
  /** A regular expression for the paths. Default: .*. */
  readonly 'uri-path-regex'?: string | undefined;
  /** The methods that this is for. Default: ALL. */
  readonly 'http-methods'?:
    | List<
        | 'GET'
        | 'DELETE'
        | 'POST'
        | 'PUT'
        | 'PATCH'
        | 'HEAD'
        | 'OPTIONS'
        | 'CONNECT'
        | 'TRACE'
        | 'ALL'
      >
    | undefined;
  /** Links in request bodies, which the part is taken out of. */
  readonly request?: UriStripperHttpMessage | undefined;
  /** Links in response bodies, which the part is put back into. */
  readonly response?: UriStripperHttpMessage | undefined;
}

export interface UriStripperHttpMessage {
  /** A JSONPath that finds a link in a JSON body. */
  readonly json?: OneOrMore<TextWith<UriStripperLinkPath>> | undefined;
  /** A link in an XML body. */
  readonly xml?: OneOrMore<UriStripperXml> | undefined;
}

export interface UriStripperLinkPath {
  /** Where the part goes back into the link: which one between the slashes, from 0. Without it, where the request had it. */
  readonly 'token-index'?: number | Placeholder | undefined;
  /** What happens when there is no link, or it is too short: leave it, remove it, or fail with 500. Default: fail. */
  readonly 'link-mismatch-action'?: 'continue' | 'remove' | 'fail' | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface UriStripperXml {
  /** A prefix that the XPath uses. */
  readonly namespace?: OneOrMore<UriStripperNamespace> | undefined;
  /** An XPath that finds the link in an XML body. */
  readonly xpath: TextWith<UriStripperLinkPath>;
}

export interface UriStripperNamespace {
  /** The prefix, as the XPath uses it. */
  readonly name: string;
  /** The namespace that it stands for. */
  readonly url: string;
}

/** Writes the text of a uri-stripper.cfg.xml. Takes one part (such as a tenant) out of the path before the service sees it, and puts it back into the links that the service answers with. */
export const uriStripper: Builder<UriStripper> = builder(uriStripperType);

export interface UriUser {
  /** Where the user stands in the URI. */
  readonly 'identification-mappings': UriUserIdentificationMappingList;
  /** The group that such users are put in. */
  readonly group?: string | undefined;
  /** How much the user found here weighs against those that other filters found, from 0 to 1. */
  readonly quality?: number | Placeholder | undefined;
}

export interface UriUserIdentificationMappingList {
  /** One way to find the user in the URI. */
  readonly mapping: OneOrMore<UriUserIdentificationMapping>;
}

export interface UriUserIdentificationMapping {
  /** A name for this mapping, unique if given. */
  readonly id?: string | undefined;
  /** A regular expression for the URI; its first group (…) is the user. */
  readonly 'identification-regex': string;
}

/** Writes the text of a uri-user.cfg.xml. Takes the user name from the URI and passes it on as X-PP-User. */
export const uriUser: Builder<UriUser> = builder(uriUserType);

export interface UrlExtractorToHeader {
  /** One value to take out of the path. */
  readonly extraction: OneOrMore<UrlExtractorToHeaderExtractor>;
}

export interface UrlExtractorToHeaderExtractor {
  /** The request header that gets the value. */
  readonly header: string;
  /** A regular expression for the path; its first group (…) is the value. */
  readonly 'url-regex': string;
  /** What the header gets when the path does not match. Without it, no header is set. */
  readonly default?: string | undefined;
}

/** Writes the text of a url-extractor-to-header.cfg.xml. Reads values out of the path and puts them into request headers, so that later filters and the service can use them. */
export const urlExtractorToHeader: Builder<UrlExtractorToHeader> =
  builder(urlExtractorToHeaderType);

export interface Validator {
  /** Whether the request may pass when any of the validators for its roles lets it, rather than the first. Default: false. */
  readonly 'multi-role-match'?: boolean | Placeholder | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: ValidatorDelegatingType | undefined;
  /** How the requests of some roles are checked. */
  readonly validator?: OneOrMore<ValidatorValidatorItem> | undefined;
}

export interface ValidatorDelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.3. */
  readonly quality?: number | Placeholder | undefined;
  /** The name that the note about the refusal bears. Default: api-validator. */
  readonly 'component-name'?: string | undefined;
}

export interface ValidatorValidatorItem {
  /** The roles (from X-Roles) that this validator is for, with spaces between them. */
  readonly role: List<string>;
  /** Whether JMX shows how often each part of the API was used. Default: false. */
  readonly 'enable-api-coverage'?: boolean | Placeholder | undefined;
  /** Whether requests without roles are checked by this one. At most one has true. Default: false. */
  readonly default?: boolean | Placeholder | undefined;
  /** The WADL file: a path from the configuration folder, or an address. */
  readonly wadl?: string | undefined;
  /** A file that the checks are drawn into, as a graph in the DOT language; not the same for two validators. */
  readonly 'dot-output'?: string | undefined;
  /** The version of XPath that the WADL uses: 1 or 2. Default: 1. */
  readonly 'xpath-version'?: number | Placeholder | undefined;
  /** Whether bodies must be well-formed XML or JSON. Default: false. */
  readonly 'check-well-formed'?: boolean | Placeholder | undefined;
  /** Deprecated: use check-grammars. Whether XML bodies must fit the XML Schema that the WADL names. Default: false. */
  readonly 'check-xsd-grammar'?: boolean | Placeholder | undefined;
  /** Whether bodies must fit the XML or JSON Schema that the WADL names. Default: false. */
  readonly 'check-grammars'?: boolean | Placeholder | undefined;
  /** Whether the root element of the body must be the one that the WADL names. Default: false. */
  readonly 'check-elements'?: boolean | Placeholder | undefined;
  /** Whether the required parts of the body (plain parameters) that the WADL names must be there. Default: false. */
  readonly 'check-plain-params'?: boolean | Placeholder | undefined;
  /** Whether defaults of the XML Schema are filled into the body. Default: false. */
  readonly 'do-xsd-grammar-transform'?: boolean | Placeholder | undefined;
  /** Whether rax:preprocess in the WADL rewrites bodies before they are checked. Default: true. */
  readonly 'enable-pre-process-extension'?: boolean | Placeholder | undefined;
  /** Whether equal checks are made one, for speed. Default: true. */
  readonly 'remove-dups'?: boolean | Placeholder | undefined;
  /** Whether the checks made from the WADL are checked themselves, at start-up. Default: true. */
  readonly 'validate-checker'?: boolean | Placeholder | undefined;
  /** Whether checks on one body are done in one go, for speed. Default: true. */
  readonly 'join-xpath-checks'?: boolean | Placeholder | undefined;
  /** Whether the headers that the WADL requires must be there. Default: false. */
  readonly 'check-headers'?: boolean | Placeholder | undefined;
  /** Whether rax:ignoreXSD in the WADL exempts bodies from the XML Schema. Default: true. */
  readonly 'enable-ignore-xsd-extension'?: boolean | Placeholder | undefined;
  /** A name that JMX shows; not the same for two validators. */
  readonly 'validator-name'?: string | undefined;
  /** Whether rax:roles in the WADL decide who may use a resource. Default: false. */
  readonly 'enable-rax-roles'?: boolean | Placeholder | undefined;
  /** Which XSLT processor to use; SaxonEE needs a licence. Default: XalanC. */
  readonly 'xsl-engine'?: 'XalanC' | 'Xalan' | 'SaxonHE' | 'SaxonEE' | Placeholder | undefined;
  /** Which XML Schema processor to use; SaxonEE needs a licence. Default: Xerces. */
  readonly 'xsd-engine'?: 'Xerces' | 'SaxonEE' | Placeholder | undefined;
  /** Whether SaxonEE interprets stylesheets rather than compile them. Default: false. */
  readonly 'disable-saxon-byte-code-gen'?: boolean | Placeholder | undefined;
  /** Whether a refused user gets 404 or 405, as if the resource were not there, rather than 403. Default: false. */
  readonly 'mask-rax-roles-403'?: boolean | Placeholder | undefined;
  /** XML that Repose does not look into. */
  readonly xml?: string | undefined;
}

/** Writes the text of a validator.cfg.xml. Refuses requests that the WADL description of the service does not allow, with another description for each role where you like. The filter is called api-validator in the system model; it needs the extensions filter bundle. */
export const validator: Builder<Validator> = builder(validatorType);

export interface ValkyrieAuthorization {
  /** Milliseconds that the answers of Valkyrie are kept. Default: 300000. */
  readonly 'cache-timeout-millis'?: number | Placeholder | undefined;
  /** Whether a refused user gets 404, as if the resource were not there, rather than 403. Default: false. */
  readonly 'enable-masking-403s'?: boolean | Placeholder | undefined;
  /** Whether account administrators pass without further questions to Valkyrie. Default: false. */
  readonly 'enable-bypass-account-admin'?: boolean | Placeholder | undefined;
  /** Which pool of http-connection-pool.cfg.xml to use; without it, the default pool. */
  readonly 'connection-pool-id'?: string | undefined;
  /** Whether tenants that do not start with "hybrid:" pass, rather than be refused. Default: false. */
  readonly 'pass-non-dedicated-tenant'?: boolean | Placeholder | undefined;
  /** Whether the account permission upgrade_account counts. Default: false. */
  readonly 'enable-upgrade-account-permissions'?: boolean | Placeholder | undefined;
  /** Refused requests are passed on with a note, for the derp filter to refuse later. */
  readonly delegating?: ValkyrieAuthorizationDelegatingType | undefined;
  /** Where Valkyrie is. */
  readonly 'valkyrie-server': ValkyrieAuthorizationValkyrieServer;
  /** Adds the permissions of the user to X-Roles. */
  readonly 'translate-permissions-to-roles'?:
    | ValkyrieAuthorizationTranslatePermissionsToRoles
    | undefined;
  /** Lists in responses that only show the devices that the user may see. */
  readonly 'collection-resources'?: ValkyrieAuthorizationCollectionResources | undefined;
  /** Users with one of these roles pass without asking Valkyrie. */
  readonly 'pre-authorized-roles'?: ValkyrieAuthorizationRolesList | undefined;
}

export interface ValkyrieAuthorizationDelegatingType {
  /** How much this refusal weighs against those of other filters, from 0 to 1. Default: 0.1. */
  readonly quality?: number | Placeholder | undefined;
}

export interface ValkyrieAuthorizationValkyrieServer {
  /** The address of the Valkyrie server. */
  readonly uri: string;
  /** Deprecated. The user to log in as. */
  readonly username?: string | undefined;
  /** Deprecated. That user's password. */
  readonly password?: string | undefined;
}

export interface ValkyrieAuthorizationTranslatePermissionsToRoles {
  /** XML that Repose does not look into. */
  readonly xml?: string | undefined;
}

export interface ValkyrieAuthorizationCollectionResources {
  /** What happens to an item without a device id: keep it, remove it, or fail with 500. Default: fail. */
  readonly 'device-id-mismatch-action'?: 'keep' | 'remove' | 'fail' | Placeholder | undefined;
  /** Responses with lists that are thinned out. */
  readonly resource: OneOrMore<ValkyrieAuthorizationResource>;
}

export interface ValkyrieAuthorizationResource {
  /** A regular expression for the paths. */
  readonly 'path-regex': TextWith<ValkyrieAuthorizationPathRegex>;
  /** A list in the response. */
  readonly collection: OneOrMore<ValkyrieAuthorizationCollection>;
}

export interface ValkyrieAuthorizationPathRegex {
  /** The methods that this is for. Default: ALL. */
  readonly 'http-methods'?:
    | List<
        | 'GET'
        | 'DELETE'
        | 'POST'
        | 'PUT'
        | 'PATCH'
        | 'HEAD'
        | 'OPTIONS'
        | 'CONNECT'
        | 'TRACE'
        | 'ALL'
      >
    | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface ValkyrieAuthorizationCollection {
  /** Where things stand in a JSON body. */
  readonly json: ValkyrieAuthorizationPathTriplet;
}

export interface ValkyrieAuthorizationPathTriplet {
  /** The JSONPath to the list in the body. */
  readonly 'path-to-collection': string;
  /** Where an item of the list says which device it is about. */
  readonly 'path-to-device-id': ValkyrieAuthorizationDevicePath;
  /** The JSONPath to the number of items, which is corrected. */
  readonly 'path-to-item-count'?: string | undefined;
}

export interface ValkyrieAuthorizationDevicePath {
  /** The JSONPath from an item to the text with the device id. */
  readonly path: string;
  /** A regular expression that finds the device id in that text. */
  readonly regex: TextWith<ValkyrieAuthorizationDeviceIdRegex>;
}

export interface ValkyrieAuthorizationDeviceIdRegex {
  /** Which group (…) of the regular expression is the device id. Default: 1. */
  readonly 'capture-group'?: number | Placeholder | undefined;
  /** The text of the element. */
  readonly text?: string | undefined;
}

export interface ValkyrieAuthorizationRolesList {
  /** The name of a role. */
  readonly role: OneOrMore<string>;
}

/** Writes the text of a valkyrie-authorization.cfg.xml. Lets requests pass by the permissions that a Valkyrie server (Rackspace's own) gives the user for a device. */
export const valkyrieAuthorization: Builder<ValkyrieAuthorization> =
  builder(valkyrieAuthorizationType);

export interface Versioning {
  /** How the list of versions is written as JSON: with the usual wrapper, or as it is. Default: COMPUTE. */
  readonly 'json-format'?: 'COMPUTE' | 'IDENTITY' | Placeholder | undefined;
  /** One version of the service. */
  readonly 'version-mapping': OneOrMore<VersioningServiceVersionMapping>;
}

export interface VersioningServiceVersionMapping {
  /** The version as it stands first in the path, such as v1. */
  readonly id: string;
  /** The id of the destination in system-model.cfg.xml that serves this version. */
  readonly 'pp-dest-id': string;
  /** What the list of versions says about this one. Default: CURRENT. */
  readonly status?: 'DEPRECATED' | 'ALPHA' | 'BETA' | 'CURRENT' | Placeholder | undefined;
  /** Media types that ask for this version. */
  readonly 'media-types'?: VersioningMediaTypeList | undefined;
}

export interface VersioningMediaTypeList {
  /** One media type. */
  readonly 'media-type': OneOrMore<VersioningMediaType>;
}

export interface VersioningMediaType {
  /** The media type that the service knows, such as application/xml. */
  readonly base: string;
  /** The media type that asks for this version, such as application/vnd.example-v1+xml. */
  readonly type: string;
}

/** Writes the text of a versioning.cfg.xml. Chooses the destination by the version in the path (/v1/…) or in the Accept header, and answers the question which versions there are. */
export const versioning: Builder<Versioning> = builder(versioningType);
