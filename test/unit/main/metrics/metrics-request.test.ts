import { describe, expect, it } from 'vitest';
import { isLoopback, metricsAnswer, type MetricsRequest } from '../../../../src/main/metrics/metrics-request';

const scrape: MetricsRequest = {
  method: 'GET',
  url: '/metrics',
  host: '127.0.0.1:9851',
  localAddress: '127.0.0.1',
};
const status = (request: Partial<MetricsRequest>): number => metricsAnswer({ ...scrape, ...request }).status;

describe('A request for metrics', () => {
  it('is a GET or HEAD of /metrics', () => {
    expect(status({})).toBe(200);
    expect(status({ method: 'HEAD' })).toBe(200);
    expect(status({ url: '/metrics?format=text' })).toBe(200);
    expect(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'].map((method) => status({ method }))).toEqual([
      405, 405, 405, 405, 405,
    ]);
    expect(
      ['/', '/metrics/', '/Metrics', '//metrics', '/settings', '*'].map((url) => status({ url })),
    ).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it.each(['127.0.0.1:9851', '127.0.0.1', 'localhost:9851', 'LOCALHOST', '[::1]:9851', '127.8.9.1'])(
    'over loopback may name %s',
    (host) => {
      expect(status({ host })).toBe(200);
      expect(status({ host, localAddress: '::ffff:127.0.0.1' })).toBe(200);
      expect(status({ host, localAddress: '::1' })).toBe(200);
    },
  );

  it.each([
    'evil.example:9851',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '',
    '[::1',
  ])('over loopback may not name %j, whose page had its name resolve to this machine', (host) => {
    expect(status({ host })).toBe(403);
  });

  it('by an address that the owner opened may name what Prometheus calls this machine', () => {
    expect(status({ host: 'waterdeep.lan:9851', localAddress: '10.0.0.7' })).toBe(200);
  });

  it('names a host', () => {
    expect(status({ host: undefined })).toBe(400);
  });
});

it('loopback is 127.0.0.0/8 and ::1', () => {
  expect(['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0', '128.0.0.1', 'localhost', ''].some(isLoopback)).toBe(false);
});
