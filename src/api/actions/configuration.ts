import type { Handler } from '../handler.ts';
import { requireManager } from './keymanager.ts';

export const configuration: Handler<'DescribeUcdnConfiguration'> = async ({ key, settings }) => {
  requireManager(key);
  const { sinceMs, configuration } = settings.inForce;
  return { Version: settings.version, LoadTime: Math.floor(sinceMs / 1000), Configuration: JSON.stringify(configuration) };
};
