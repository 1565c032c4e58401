package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many people ask about the same codes at the same moment, in the same batches; each is answered for themselves. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MixedPeopleTest {
    private static final int PEOPLE = 24;
    private static final int CODES = 6;
    private static final int TIMES = 3;

    @Test
    void nobodyIsToldWhatIsAnothers() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Mixed people");
        ShopFixture.TestLot lot = shop.activeLot(
                CODES,
                shop.runningCampaign(CODES, "[{\"kind\":\"COUPON\",\"title\":\"One\",\"validDays\":9,\"count\":6}]"));
        List<Consumer> people = Stream.generate(Consumer::new).limit(PEOPLE).toList();
        Map<Consumer, Set<String>> members = new ConcurrentHashMap<>();
        Map<String, Set<Consumer>> coupons = new ConcurrentHashMap<>();
        ExecutorService phones = Executors.newFixedThreadPool(PEOPLE);
        try {
            List<Future<?>> asked = new ArrayList<>();
            for (Consumer person : people) {
                asked.add(phones.submit(() -> IntStream.range(0, CODES * TIMES).forEach(n -> {
                    String code = lot.code(n % CODES);
                    JsonPath answer = n / CODES % 2 == 0 ? person.claim(code) : person.look(code);
                    members.computeIfAbsent(person, fresh -> new HashSet<>()).add(answer.getString("memberId"));
                    String coupon = answer.getString("reward.couponCode");
                    if (coupon != null) {
                        coupons.computeIfAbsent(coupon, fresh -> ConcurrentHashMap.newKeySet())
                                .add(person);
                    }
                })));
            }
            for (Future<?> each : asked) {
                each.get();
            }
        } finally {
            phones.shutdownNow();
        }
        assertTrue(members.values().stream().allMatch(ids -> ids.size() == 1), members.toString());
        assertEquals(PEOPLE, members.values().stream().distinct().count());
        assertEquals(CODES, coupons.size());
        assertTrue(coupons.values().stream().allMatch(seen -> seen.size() == 1), coupons.toString());
    }
}
