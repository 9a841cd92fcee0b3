// Sends one of each call with Segment's SDK for Node: segment.mjs ADDRESS WRITE_KEY
import { Analytics } from '@segment/analytics-node';

const [address, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ writeKey, host: address, flushAt: 4 });
analytics.on('error', error => { console.error(error); process.exitCode = 1; });
analytics.identify({ userId: 'segment-user', traits: { plan: 'pro' } });
analytics.track({ userId: 'segment-user', event: 'Order Completed', properties: { order_id: 'o1', total: 12.5 }, timestamp: new Date('2026-01-02T03:04:05Z') });
analytics.page({ anonymousId: 'segment-visitor', name: 'Home' });
analytics.screen({ anonymousId: 'segment-visitor', name: 'Cart' });
analytics.group({ userId: 'segment-user', groupId: 'segment-group' });
analytics.alias({ userId: 'segment-user', previousId: 'segment-visitor' });
await analytics.closeAndFlush();
