import type { DomainView } from '../../control/control.ts';
import { normalHost } from '../../tasks/host.ts';
import type { Answer } from '../../wire/actions.ts';
import type { Handler } from '../handler.ts';

type DomainFields = Answer<'GetUcdnDomainConfig'>['DomainList'][number];

export const domainConfigs: Handler<'GetUcdnDomainConfig'> = async ({ request, project, control }) => {
  const { DomainId: ids, Domain: names, Offset: offset, Limit: limit = Number.POSITIVE_INFINITY } = request;
  const hosts = names?.map(normalHost);
  const matching = control
    .domainsOf(project)
    .filter(({ id, name }) => (ids === undefined || ids.includes(id)) && (hosts === undefined || hosts.includes(name)));
  return { DomainList: matching.slice(offset, offset + limit).map(domainFields) };
};

function domainFields({ name, id }: DomainView): DomainFields {
  return {
    Domain: name,
    DomainId: id,
    Status: 'enable',
    Tag: 'Default',
    CreateTime: 0,
    AreaCode: '',
    CdnType: '',
    Cname: '',
    TestUrl: '',
    HttpsStatusCn: '',
    HttpsStatusAbroad: '',
    CertNameCn: '',
    CertNameAbroad: '',
    OriginConf: {
      OriginIpList: [],
      OriginHost: '',
      OriginPort: 0,
      OriginProtocol: '',
      OriginFollow301: 0,
      BackupOriginEnable: false,
      BackupOriginIpList: [],
      BackupOriginHost: '',
      OriginErrorCode: '',
      OriginErrorNum: 0,
    },
  };
}
