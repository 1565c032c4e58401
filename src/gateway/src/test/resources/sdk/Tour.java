import dev.yima.client.ApiClient;
import dev.yima.client.ApiException;
import dev.yima.client.api.CampaignsApi;
import dev.yima.client.api.LedgerApi;
import dev.yima.client.api.LotsApi;
import dev.yima.client.api.PublicApi;
import dev.yima.client.model.Campaign;
import dev.yima.client.model.CampaignState;
import dev.yima.client.model.CodeKind;
import dev.yima.client.model.Lot;
import dev.yima.client.model.LotState;
import dev.yima.client.model.NewCampaign;
import dev.yima.client.model.NewLot;
import dev.yima.client.model.NewPrize;
import dev.yima.client.model.PrizeKind;
import dev.yima.client.model.Scan;
import dev.yima.client.model.ScanRequest;
import dev.yima.client.model.Verdict;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.util.List;

/** The tour of the README with the generated client: its arguments are the address and the key of staff. */
public class Tour {
    public static void main(String[] arguments) throws Exception {
        ApiClient staff = client(arguments[0]);
        staff.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        CampaignsApi campaigns = new CampaignsApi(staff);
        LotsApi lots = new LotsApi(staff);

        NewCampaign wish = new NewCampaign()
                .name("Everybody wins")
                .prizes(List.of(new NewPrize().kind(PrizeKind.CASH).amountMinor(188L).count(100)));
        Campaign campaign = campaigns.campaignMake(wish, "tour-1");
        must(campaign.getId().equals(campaigns.campaignMake(wish, "tour-1").getId()), "one key, one campaign");
        must(campaigns.campaignPublish(campaign.getId(), null).getState() == CampaignState.RUNNING, "it runs");

        Lot lot = lots.lotMake(
                new NewLot().kind(CodeKind.ITEM_INNER).size(100).campaignId(campaign.getId()), "tour-2");
        String key = lots.lotKey(lot.getNumber(), null, null).getKey();
        must(lots.lotActivate(lot.getNumber(), null).getState() == LotState.ACTIVE, "it is on sale");
        System.out.println("LOT " + lot.getNumber() + " " + key);
        String code = new BufferedReader(new InputStreamReader(System.in)).readLine();

        PublicApi alice = new PublicApi(client(arguments[0]));
        Scan won = alice.scan(new ScanRequest().code(code), null);
        must(won.getVerdict() == Verdict.GENUINE_FIRST && won.getReward().getAmountMinor() == 188, "Alice wins");
        Scan again = alice.scan(new ScanRequest().code(code), null);
        must(won.getReward().getId().equals(again.getReward().getId()), "she asks again");
        Scan late = new PublicApi(client(arguments[0])).scan(new ScanRequest().code(code), null);
        must(late.getVerdict() == Verdict.GENUINE_REPEAT && late.getReward() == null, "Bob is too late");
        must(alice.walletMe().getRewards().size() == 1, "it is hers");

        must(new LedgerApi(staff).ledgerCheck().getBalanced(), "the books balance");
        must(lots.lotShow(lot.getNumber()).getClaimed() == 1, "one code is used");
        try {
            lots.lotShow("ZZZZ");
            must(false, "there is no such lot");
        } catch (ApiException refused) {
            must(refused.getCode() == 404 && refused.getResponseBody().contains("ZZZZ"), "it is named");
        }
        System.out.println("DONE");
    }

    private static ApiClient client(String address) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(address);
        client.setHttpClientBuilder(HttpClient.newBuilder().cookieHandler(new CookieManager()));
        return client;
    }

    private static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
