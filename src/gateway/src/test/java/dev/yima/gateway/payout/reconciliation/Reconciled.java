package dev.yima.gateway.payout.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Payouts to be reconciled, and the reports that staff ask for. */
final class Reconciled {
    /** Payouts of other tests, which are older, go first. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Reconciled() {}

    /** Wins cash, waits until it is paid, and returns the order numbers. */
    static List<String> paid(ShopFixture shop, int count) {
        return paid(shop, count, count);
    }

    /**
     * The same for a shop that has paid before.
     *
     * @param inAll the payouts of the shop that are paid afterwards
     */
    static List<String> paid(ShopFixture shop, int count, int inAll) {
        TestLot lot = shop.activeLot(
                count,
                shop.runningCampaign(count, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":%d}]".formatted(count)));
        Consumer consumer = new Consumer();
        List<String> numbers = new ArrayList<>();
        for (int serial = 0; serial < count; serial++) {
            numbers.add(consumer.claim(lot.code(serial)).getString("reward.id").replace("-", ""));
        }
        Eventually.isTrue(
                PATIENCE,
                () -> inAll
                        == shop.asStaff()
                                .get("/api/v1/payouts?state=PAID")
                                .jsonPath()
                                .getList("items")
                                .size());
        return numbers;
    }

    static JsonPath make(ShopFixture shop, LocalDate day) {
        return shop.asStaff()
                .post("/api/v1/reconciliations/" + day)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static void assertProblem(Response answer, int status, String type) {
        assertEquals(status, answer.statusCode(), answer.asString());
        assertTrue(answer.jsonPath().getString("type").endsWith("/" + type), answer.asString());
    }

    static String lines(JsonPath report) {
        List<String> lines = report.getList("lines.collect{it.line + ' ' + it.count + ' ' + it.amountMinor}");
        return lines.stream().collect(Collectors.joining(", "));
    }

    static String detail(JsonPath report, String number) {
        return report.getString("lines.find{it.billNumber == '" + number + "'}.detail");
    }
}
