package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ChinaDay;
import dev.yima.gateway.Eventually;
import dev.yima.payout.spi.CallbackRefusedException;
import dev.yima.payout.spi.PayoutAnswer.Kind;
import dev.yima.payout.spi.PayoutCallback;
import dev.yima.payout.spi.PayoutOrder;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.PayoutRequest;
import dev.yima.payout.spi.RefusalCause;
import dev.yima.payout.spi.StatementLine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The promises of every payout provider. A provider's test extends this. */
abstract class PayoutProviderContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final UUID brand = UUID.randomUUID();
    private final PayoutOrder order = new PayoutOrder(
            brand,
            UUID.randomUUID().toString().replace("-", ""),
            188,
            "CNY",
            UUID.randomUUID().toString());

    /** The provider, ready to pay. */
    abstract PayoutProvider provider();

    @Test
    void theIdIsFitForAColumnAndAnAddress() {
        assertTrue(provider().id().matches("[a-z0-9-]+"), provider().id());
    }

    @Test
    void anOrderThatIsSentTwiceIsPaidOnceAndStatedOnce() {
        PayoutRequest request = request();
        assertEquals(Kind.NOT_FOUND, now(provider().query(request)).kind());

        now(provider().send(request));
        now(provider().send(request));

        Eventually.isTrue(PATIENCE, () -> now(provider().query(request)).kind() == Kind.PAID);
        assertEquals(List.of(188L), stated(request.number()));
    }

    @Test
    void anotherBodyUnderANumberIsRefused() {
        PayoutRequest request = request();
        now(provider().send(request));

        PayoutRequest other = new PayoutRequest(brand, request.number(), request.body() + " ");
        assertThrows(RuntimeException.class, () -> now(provider().send(other)));
    }

    @Test
    void aWordThatIsNotDocumentedIsNobodysFault() {
        assertEquals(RefusalCause.UNKNOWN, provider().classify("SOMETHING_NEW"));
    }

    @Test
    void aNotificationWithoutASignatureIsRefused() {
        PayoutCallback forged = new PayoutCallback(brand, Map.of(), "{}");
        assertThrows(CallbackRefusedException.class, () -> now(provider().callback(forged)));
    }

    private PayoutRequest request() {
        return new PayoutRequest(brand, order.number(), provider().request(order));
    }

    /** The amounts that the statements of these days have under a number; a provider's clock may run ahead. */
    private List<Long> stated(String number) {
        LocalDate today = ChinaDay.of(Instant.now());
        return Stream.of(-1, 0, 1, 2)
                .flatMap(days -> provider()
                        .statement(brand, today.plusDays(days), ChinaDay.ZONE)
                        .collect()
                        .asList()
                        .await()
                        .atMost(PATIENCE)
                        .stream())
                .flatMap(List::stream)
                .filter(line -> line.number().equals(number))
                .map(StatementLine::amountMinor)
                .toList();
    }

    private static <T> T now(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }
}
