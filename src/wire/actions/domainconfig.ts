import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { flagOut, intOut, listOut, textOut, timeOut, zeroOrOneOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

/** The origin is the caches' affair; sent all the same, since typed programs reach into it unasked. */
const originConf = z
  .object({
    OriginIpList: listOut(z.string(), 'Always empty.'),
    OriginHost: textOut('Always empty.'),
    OriginPort: intOut('Always 0.'),
    OriginProtocol: textOut('Always empty.'),
    OriginFollow301: zeroOrOneOut('Always 0.'),
    BackupOriginEnable: flagOut('Always false.'),
    BackupOriginIpList: listOut(z.string(), 'Always empty.'),
    BackupOriginHost: textOut('Always empty.'),
    OriginErrorCode: textOut('Always empty.'),
    OriginErrorNum: intOut('Always 0.'),
  })
  .meta({ description: 'What the vendor knows of the origin; forewarm knows the caches in front of it only.' });

/** `AccessControlConf`, `CacheConf` and `AdvancedConf`, which are optional, are left out. */
const domainConfig = z.object({
  Domain: textOut('The host of its URLs, in lower case.'),
  DomainId: textOut('Names the domain in other calls.'),
  Status: textOut('Always enable: a domain that is configured is served.'),
  Tag: textOut('Always Default.'),
  CreateTime: timeOut('Always 0, since it is not known.'),
  AreaCode: textOut('Always empty.'),
  CdnType: textOut('Always empty.'),
  Cname: textOut('Always empty.'),
  TestUrl: textOut('Always empty.'),
  HttpsStatusCn: textOut('Always empty.'),
  HttpsStatusAbroad: textOut('Always empty.'),
  CertNameCn: textOut('Always empty.'),
  CertNameAbroad: textOut('Always empty.'),
  OriginConf: originConf,
});

export const domainConfigs = defineAction({
  name: 'GetUcdnDomainConfig',
  summary: 'Tells of the domains of a project what forewarm knows in the words of the vendor; the rest is empty.',
  isQuery: true,
  isExtension: false,
  request: z.object({
    ProjectId: projectId(),
    DomainId: fields.texts('Only domains with these ids; unknown ones are left out.').optional(),
    Domain: fields.texts('Only these domains; unknown ones are left out. With DomainId.N only what both name.').optional(),
    Offset: fields.natural('How many matching domains to pass over.').default(0),
    Limit: fields.natural('How many domains at most; 0 gives none. Default: all.').optional(),
    ChannelType: fields.text('Accepted, means nothing here.').optional(),
    IsDcdn: fields.flag('Accepted, means nothing here.').optional(),
  }),
  response: z.object({ DomainList: listOut(domainConfig, 'The domains, in the order of the configuration.') }),
});
