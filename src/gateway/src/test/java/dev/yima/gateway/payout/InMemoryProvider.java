package dev.yima.gateway.payout;

import dev.yima.payout.spi.CallbackRefusedException;
import dev.yima.payout.spi.PayoutAnswer;
import dev.yima.payout.spi.PayoutAnswer.Kind;
import dev.yima.payout.spi.PayoutCallback;
import dev.yima.payout.spi.PayoutOrder;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.PayoutRequest;
import dev.yima.payout.spi.PayoutUpdate;
import dev.yima.payout.spi.RefusalCause;
import dev.yima.payout.spi.StatementLine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A second provider, for brands that choose it: pays at once, unless it is told otherwise. */
@ApplicationScoped
public class InMemoryProvider implements PayoutProvider {
    /** The id of this provider. */
    public static final String ID = "in-memory";

    private static final String SIGNATURE = "in-memory-signature";

    /** Ways to treat orders. */
    public enum Mode {
        /** Pays. */
        PAY,
        /** Takes the order on and pays nothing. */
        ACCEPT,
        /** Answers nothing. */
        HANG,
        /** Makes no request. */
        NO_REQUEST
    }

    private final Map<String, Entry> books = new ConcurrentHashMap<>();
    private final Map<String, Boolean> unanswered = new ConcurrentHashMap<>();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Set<UUID> hanging = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PAY;

    /** Treats orders in some way from now on. */
    public void mode(Mode next) {
        mode = next;
    }

    /** Answers nothing about a brand from now on, neither orders nor statements. */
    public void hangFor(UUID brand) {
        hanging.add(brand);
    }

    /** Answers about all brands again. */
    public void hangForNone() {
        hanging.clear();
    }

    /** The requests about a number, whether answered or not. */
    public int requests(String number) {
        return requests.getOrDefault(number, 0);
    }

    /** Whether an order of the number has arrived. */
    public boolean has(String number) {
        return books.containsKey(number);
    }

    /** Whether a request of the number waits for its first answer, which has not timed out yet. */
    public boolean hangs(String number) {
        return Boolean.TRUE.equals(unanswered.get(number));
    }

    /** The requests that wait for their first answer, which has not timed out yet. */
    public long hanging() {
        return unanswered.values().stream().filter(waits -> waits).count();
    }

    /** A notification that an order is paid, genuine for the brand that it is about. */
    public static PayoutCallback paid(UUID brand, String number) {
        return new PayoutCallback(brand, Map.of(SIGNATURE, number + brand), number);
    }

    @Override
    public String id() {
        return ID;
    }

    /** Yuan and nothing else, as WeChat does. */
    @Override
    public boolean pays(String currency) {
        return currency.equals("CNY");
    }

    @Override
    public String request(PayoutOrder order) {
        if (mode == Mode.NO_REQUEST) {
            throw new IllegalStateException("told to make no request");
        }
        return order.amountMinor() + " " + order.currency() + " " + order.payee();
    }

    @Override
    public Uni<PayoutAnswer> send(PayoutRequest request) {
        if (hangs(request)) {
            return hang(request);
        }
        Entry fresh = new Entry(request, mode == Mode.PAY ? Instant.now() : null);
        Entry kept = books.computeIfAbsent(request.number(), number -> fresh);
        return answer(request, kept);
    }

    @Override
    public Uni<PayoutAnswer> query(PayoutRequest request) {
        return hangs(request) ? hang(request) : answer(request, books.get(request.number()));
    }

    private boolean hangs(PayoutRequest request) {
        requests.merge(request.number(), 1, Integer::sum);
        return mode == Mode.HANG || hanging.contains(request.brand());
    }

    private Uni<PayoutAnswer> hang(PayoutRequest request) {
        unanswered.putIfAbsent(request.number(), true);
        return Uni.createFrom()
                .<PayoutAnswer>nothing()
                .onCancellation()
                .invoke(() -> unanswered.put(request.number(), false));
    }

    private static Uni<PayoutAnswer> answer(PayoutRequest request, @Nullable Entry entry) {
        if (entry == null) {
            return Uni.createFrom().item(PayoutAnswer.of(Kind.NOT_FOUND));
        }
        if (!entry.request.body().equals(request.body())) {
            return Uni.createFrom().failure(new IllegalStateException("another body: " + request.number()));
        }
        return Uni.createFrom().item(PayoutAnswer.of(entry.paidAt == null ? Kind.ACCEPTED : Kind.PAID));
    }

    @Override
    public RefusalCause classify(String reason) {
        return RefusalCause.UNKNOWN;
    }

    @Override
    public Multi<List<StatementLine>> statement(UUID brand, LocalDate day, ZoneId zone) {
        if (hanging.contains(brand)) {
            return Multi.createFrom().nothing();
        }
        List<StatementLine> lines = books.values().stream()
                .filter(entry -> entry.request.brand().equals(brand))
                .flatMap(entry -> entry.line().stream())
                .filter(line -> line.paidAt().atZone(zone).toLocalDate().equals(day))
                .toList();
        return Multi.createFrom().item(lines);
    }

    @Override
    public Uni<PayoutUpdate> callback(PayoutCallback callback) {
        return Uni.createFrom().item(() -> {
            if (!(callback.body() + callback.brand()).equals(callback.headers().get(SIGNATURE))) {
                throw new CallbackRefusedException("the signature does not verify");
            }
            return new PayoutUpdate(callback.body(), PayoutAnswer.of(Kind.PAID));
        });
    }

    private record Entry(PayoutRequest request, @Nullable Instant paidAt) {
        List<StatementLine> line() {
            String[] parts = request.body().split(" ", -1);
            return paidAt == null
                    ? List.of()
                    : List.of(new StatementLine(request.number(), parts[1], Long.parseLong(parts[0]), paidAt));
        }
    }
}
