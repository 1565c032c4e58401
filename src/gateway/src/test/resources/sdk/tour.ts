import {createInterface} from 'node:readline/promises';
import {CampaignsApi, Configuration, LedgerApi, LotsApi, PublicApi, CampaignState, CodeKind, LotState, PrizeKind, ResponseError, Verdict} from './client/index.js';

// The tour of the README with the generated client: its arguments are the address and the key of staff.
const [basePath, key] = process.argv.slice(2);
const must = (holds: boolean, what: string) => { if (!holds) throw new Error(what); };
const person = () => {
  let cookie = '';
  const fetchApi: typeof fetch = async (address, options) => {
    const answer = await fetch(address, {...options, headers: {...options?.headers, ...(cookie ? {cookie} : {})}});
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  return new PublicApi(new Configuration({basePath, fetchApi}));
};

const staff = new Configuration({basePath, accessToken: key});
const campaigns = new CampaignsApi(staff);
const lots = new LotsApi(staff);
const newCampaign = {name: 'Everybody wins', prizes: [{kind: PrizeKind.Cash, amountMinor: 188, count: 100}]};
const campaign = await campaigns.campaignMake({newCampaign, idempotencyKey: 'tour-1'});
must(campaign.id === (await campaigns.campaignMake({newCampaign, idempotencyKey: 'tour-1'})).id, 'one key, one campaign');
must((await campaigns.campaignPublish({id: campaign.id!})).state === CampaignState.Running, 'it runs');

const lot = await lots.lotMake({newLot: {kind: CodeKind.ItemInner, size: 100, campaignId: campaign.id}});
const lotKey = (await lots.lotKey({number: lot.number!})).key;
must((await lots.lotActivate({number: lot.number!})).state === LotState.Active, 'it is on sale');
console.log(`LOT ${lot.number} ${lotKey}`);
const input = createInterface({input: process.stdin});
const code = await new Promise<string>(line => input.once('line', line));
input.close();

const alice = person();
const won = await alice.scan({scanRequest: {code}});
must(won.verdict === Verdict.GenuineFirst && won.reward?.amountMinor === 188, 'Alice wins');
must(won.reward?.id === (await alice.scan({scanRequest: {code}})).reward?.id, 'she asks again');
const late = await person().scan({scanRequest: {code}});
must(late.verdict === Verdict.GenuineRepeat && !late.reward, 'Bob is too late');
must((await alice.walletMe()).rewards?.length === 1, 'it is hers');
must((await new LedgerApi(staff).ledgerCheck()).balanced === true, 'the books balance');
must((await lots.lotShow({number: lot.number!})).claimed === 1, 'one code is used');
try {
  await lots.lotShow({number: 'ZZZZ'});
  must(false, 'there is no such lot');
} catch (refused) {
  must(refused instanceof ResponseError && refused.response.status === 404, 'it is not found');
}
console.log('DONE');
