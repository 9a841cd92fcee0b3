// Sends one of each call with RudderStack's SDK for Node: rudderstack.cjs ADDRESS WRITE_KEY
const RudderAnalytics = require('@rudderstack/rudder-sdk-node');

const [address, writeKey] = process.argv.slice(2);
const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl: address, flushAt: 6 });
analytics.identify({ userId: 'rudder-user', traits: { plan: 'pro' } });
analytics.track({ userId: 'rudder-user', event: 'Order Completed', properties: { order_id: 'o1', total: 12.5 } });
analytics.page({ anonymousId: 'rudder-visitor', name: 'Home' });
analytics.screen({ anonymousId: 'rudder-visitor', name: 'Cart' });
analytics.group({ userId: 'rudder-user', groupId: 'rudder-group' });
analytics.alias({ userId: 'rudder-user', previousId: 'rudder-visitor' });
analytics.flush(error => { if (error) { console.error(error); process.exitCode = 1; } });
