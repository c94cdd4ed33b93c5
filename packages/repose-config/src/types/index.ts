import type { ConfigType } from '../model/declaration.ts';
import { addHeaderType } from './add-header.ts';
import { atomFeedServiceType } from './atom-feed-service.ts';
import { bodyExtractorToHeaderType } from './body-extractor-to-header.ts';
import { bodyPatcherType } from './body-patcher.ts';
import { compressionType } from './compression.ts';
import { containerType } from './container.ts';
import { corsType } from './cors.ts';
import { destinationRouterType } from './destination-router.ts';
import { distDatastoreType } from './dist-datastore.ts';
import { headerNormalizationType } from './header-normalization.ts';
import { headerTranslationType } from './header-translation.ts';
import { headerUserType } from './header-user.ts';
import { highlyEfficientRecordProcessorType } from './highly-efficient-record-processor.ts';
import { httpConnectionPoolType } from './http-connection-pool.ts';
import { httpLoggingType } from './http-logging.ts';
import { ipUserType } from './ip-user.ts';
import { keystoneV2AuthorizationType } from './keystone-v2-authorization.ts';
import { keystoneV2BasicAuthType } from './keystone-v2-basic-auth.ts';
import { keystoneV2Type } from './keystone-v2.ts';
import { mergeHeaderType } from './merge-header.ts';
import { metricsType } from './metrics.ts';
import { openTracingType } from './open-tracing.ts';
import { openapiValidatorType } from './openapi-validator.ts';
import { openstackIdentityV3Type } from './openstack-identity-v3.ts';
import { rateLimitingType } from './rate-limiting.ts';
import { regexRbacType } from './regex-rbac.ts';
import { remoteDatastoreType } from './remote-datastore.ts';
import { scriptingType } from './scripting.ts';
import { simpleRbacType } from './simple-rbac.ts';
import { slf4jHttpLoggingType } from './slf4j-http-logging.ts';
import { splitHeaderType } from './split-header.ts';
import { systemModelType } from './system-model.ts';
import { translationType } from './translation.ts';
import { uriNormalizationType } from './uri-normalization.ts';
import { uriRedactionType } from './uri-redaction.ts';
import { uriStripperType } from './uri-stripper.ts';
import { uriUserType } from './uri-user.ts';
import { urlExtractorToHeaderType } from './url-extractor-to-header.ts';
import { validatorType } from './validator.ts';
import { valkyrieAuthorizationType } from './valkyrie-authorization.ts';
import { versioningType } from './versioning.ts';

/** Every config type of Repose 9. */
export const configTypes: readonly ConfigType[] = [
  addHeaderType,
  atomFeedServiceType,
  bodyExtractorToHeaderType,
  bodyPatcherType,
  compressionType,
  containerType,
  corsType,
  destinationRouterType,
  distDatastoreType,
  headerNormalizationType,
  headerTranslationType,
  headerUserType,
  highlyEfficientRecordProcessorType,
  httpConnectionPoolType,
  httpLoggingType,
  ipUserType,
  keystoneV2AuthorizationType,
  keystoneV2BasicAuthType,
  keystoneV2Type,
  mergeHeaderType,
  metricsType,
  openTracingType,
  openapiValidatorType,
  openstackIdentityV3Type,
  rateLimitingType,
  regexRbacType,
  remoteDatastoreType,
  scriptingType,
  simpleRbacType,
  slf4jHttpLoggingType,
  splitHeaderType,
  systemModelType,
  translationType,
  uriNormalizationType,
  uriRedactionType,
  uriStripperType,
  uriUserType,
  urlExtractorToHeaderType,
  validatorType,
  valkyrieAuthorizationType,
  versioningType,
];
