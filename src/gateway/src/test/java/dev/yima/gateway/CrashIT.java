package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The service is killed in the middle of claims, again and again: what it answered is there, and nothing twice. */
class CrashIT {
    private static final int ROUNDS = 10;
    private static final int WORKERS = 16;
    private static final int LOT_SIZE = 200_000;
    private static final long SEED = 20260101L;

    private final Map<String, String> answered = new ConcurrentHashMap<>();
    private final AtomicInteger nextSerial = new AtomicInteger();

    @Test
    void everyAnsweredAwardSurvivesAndNoneIsGivenTwice() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Path home = TestServers.temporaryHome();
        String lot = "";
        String campaign = "";
        LotCodec codec = null;
        for (int round = 0; round < ROUNDS; round++) {
            try (RunningService service = RunningService.start(home)) {
                if (codec == null) {
                    campaign = campaign(service);
                    lot = lot(service, campaign);
                    codec = codec(service, lot);
                }
                claimUntilKilled(service, codec, random.nextInt(300, 1_200));
            }
        }
        assertTrue(answered.size() > ROUNDS, "awards answered before the kills: " + answered.size());
        try (RunningService service = RunningService.start(home)) {
            JsonNode check = service.get("/api/v1/ledger/check");
            assertTrue(check.get("balanced").asBoolean(), check.toPrettyString());
            Map<String, String> stored = new ConcurrentHashMap<>();
            for (String code : answered.keySet()) {
                JsonNode claims = service.get("/api/v1/codes/" + code).get("claims");
                assertEquals(1, claims.size(), code);
                stored.put(code, claims.get(0).get("reward").get("id").asText());
            }
            assertEquals(answered, stored);
            Set<String> ids = new HashSet<>(answered.values());
            assertEquals(answered.size(), ids.size());
            assertFalse(
                    service.getText("/api/v1/campaigns/" + campaign + "/draws").isEmpty());
            assertTrue(service.get("/api/v1/lots/" + lot).get("claimed").asInt() >= answered.size());
        }
        TestServers.deleteAll(home);
    }

    private void claimUntilKilled(RunningService service, LotCodec codec, long afterMs) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        AtomicBoolean alive = new AtomicBoolean(true);
        for (int worker = 0; worker < WORKERS; worker++) {
            workers.execute(() -> {
                while (alive.get() && nextSerial.get() < LOT_SIZE) {
                    String code = codec.code(nextSerial.getAndIncrement()).text();
                    service.tryScan(code)
                            .ifPresent(answer -> answered.put(
                                    code, answer.get("reward").get("id").asText()));
                }
            });
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(afterMs));
        service.kill();
        alive.set(false);
        workers.shutdown();
        assertTrue(workers.awaitTermination(30, TimeUnit.SECONDS));
    }

    private static String campaign(RunningService service) throws Exception {
        String body = "{\"name\":\"Crash\",\"claims\":" + LOT_SIZE
                + ",\"prizes\":[{\"kind\":\"CASH\",\"amountMinor\":10,\"count\":" + LOT_SIZE + "}]}";
        String id = service.post("/api/v1/campaigns", body).get("id").asText();
        service.post("/api/v1/campaigns/" + id + "/publish", "{}");
        return id;
    }

    private static String lot(RunningService service, String campaign) throws Exception {
        String body = "{\"kind\":\"ITEM_INNER\",\"size\":" + LOT_SIZE + ",\"campaignId\":\"" + campaign + "\"}";
        String number = service.post("/api/v1/lots", body).get("number").asText();
        service.post("/api/v1/lots/" + number + "/activate", "{}");
        return number;
    }

    private static LotCodec codec(RunningService service, String number) throws Exception {
        String key =
                service.post("/api/v1/lots/" + number + "/key", "{}").get("key").asText();
        LotNumber lot = LotNumber.read(number).orElseThrow();
        return new LotCodec(lot, LOT_SIZE, LotKey.of(Base64.getDecoder().decode(key)));
    }
}
