// A real OpenFeature client: asks the server at argv[2] with the key argv[3] for flags, as a shop's own code would, and prints what it got as JSON.
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: process.argv[2], headers: [['Authorization', `Bearer ${process.argv[3]}`]] }));
const client = OpenFeature.getClient();
const details = [];
for (let i = 0; i < 40; i++) {
  details.push(await client.getStringDetails('button', 'none', { targetingKey: `u${i}` }));
}
const banner = await client.getBooleanValue('banner', false, { targetingKey: 'u1' });
const missing = await client.getStringDetails('nowhere', 'fallback', { targetingKey: 'u1' });
const keyless = await client.getStringDetails('button', 'fallback', {});
const staff = await client.getStringDetails('button', 'none', { targetingKey: 'boss' });
console.log(JSON.stringify({ details, banner, missing, keyless, staff }));
await OpenFeature.close();
