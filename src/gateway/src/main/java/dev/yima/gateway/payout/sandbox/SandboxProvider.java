package dev.yima.gateway.payout.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.gateway.payout.sandbox.SandboxBooks.Entry;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.config.YimaConfig.SandboxScript;
import dev.yima.payout.spi.PayoutAnswer;
import dev.yima.payout.spi.PayoutAnswer.Kind;
import dev.yima.payout.spi.PayoutCallback;
import dev.yima.payout.spi.PayoutOrder;
import dev.yima.payout.spi.PayoutProvider;
import dev.yima.payout.spi.PayoutRequest;
import dev.yima.payout.spi.PayoutUpdate;
import dev.yima.payout.spi.PayoutUpdates;
import dev.yima.payout.spi.RefusalCause;
import dev.yima.payout.spi.StatementLine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A provider that pays nobody, but keeps its books like the real ones: it accepts an order and pays it a moment later,
 * remembers every number for ever, and refuses a number that comes back with another body. A script makes it fail, lose
 * its answer, or answer twice. A payee's account is the id of the member.
 */
@ApplicationScoped
public class SandboxProvider implements PayoutProvider {
    /** The id of this provider. */
    public static final String ID = "sandbox";

    private final SandboxBooks books;
    private final SandboxNotifications notifications;
    private final PayoutUpdates updates;
    private final ObjectMapper json;
    private final Duration paysAfter;
    private final Duration expiresAfter;
    private final Queue<SandboxScript> script;

    SandboxProvider(SandboxBooks books, PayoutUpdates updates, ObjectMapper json, YimaConfig config) {
        this.books = books;
        this.updates = updates;
        this.json = json;
        this.notifications = new SandboxNotifications(json);
        this.paysAfter = config.payout().sandboxPaysAfter();
        this.expiresAfter = config.payout().sandboxExpiresAfter();
        this.script =
                new ConcurrentLinkedQueue<>(config.payout().sandboxScript().orElse(List.of()));
    }

    /** Adds to the script: one word for each of the next orders. */
    public void script(List<SandboxScript> next) {
        script.addAll(next);
    }

    /** Lets the sandbox's clock, which no other clock follows, run ahead by some further time. */
    public void ahead(Duration further) {
        books.ahead(further);
    }

    @Override
    public String id() {
        return ID;
    }

    /** Every currency, since it pays nobody. */
    @Override
    public boolean pays(String currency) {
        return true;
    }

    @Override
    public boolean paysNobody() {
        return true;
    }

    @Override
    public String request(PayoutOrder order) {
        ObjectNode body = json.createObjectNode();
        body.put("bill", order.number());
        body.put("payee", order.payee());
        body.put("amountMinor", order.amountMinor());
        body.put("currency", order.currency());
        return body.toString();
    }

    @Override
    public Uni<PayoutAnswer> send(PayoutRequest request) {
        SandboxScript scripted = script.poll();
        SandboxScript act = scripted == null ? SandboxScript.ACCEPT : scripted;
        return switch (act) {
            case ACCEPT -> accept(request, null, paysAfter);
            case FAIL -> refuse(request, SandboxReasons.ACCOUNT_FROZEN);
            case FAIL_LATER -> accept(request, SandboxReasons.ACCOUNT_FROZEN, paysAfter);
            case REJECT -> refuse(request, SandboxReasons.SCENE_UNAVAILABLE);
            case REJECT_LATER -> accept(request, SandboxReasons.SCENE_UNAVAILABLE, paysAfter);
            case EXPIRE -> accept(request, SandboxReasons.OVERDUE_CLOSE, expiresAfter);
            case EXPIRE_UNHEARD -> unheard(refuse(request, SandboxReasons.OVERDUE_CLOSE));
            case TIMEOUT -> unheard(accept(request, null, paysAfter));
            case LOST -> Uni.createFrom().failure(new ConnectException("reset before the order was read"));
            case STALL -> Uni.createFrom().nothing();
            case BUSY -> Uni.createFrom().item(new PayoutAnswer(Kind.BUSY, "FREQUENCY_LIMITED"));
            case NOT_ENOUGH -> Uni.createFrom().item(new PayoutAnswer(Kind.NOT_ENOUGH, "NOT_ENOUGH"));
            case UNKNOWN -> Uni.createFrom().item(new PayoutAnswer(Kind.UNKNOWN, "SOMETHING_NEW"));
            // Its notification overtakes its answer, so the worker hears of the same payment twice.
            case TWICE ->
                accept(request, null, Duration.ZERO).call(answer -> updates.receive(ID, notifications.paid(request)));
        };
    }

    @Override
    public Uni<PayoutAnswer> query(PayoutRequest request) {
        return books.find(request).map(found -> answer(request, found));
    }

    @Override
    public RefusalCause classify(String reason) {
        return SandboxReasons.cause(reason);
    }

    @Override
    public Multi<List<StatementLine>> statement(UUID brand, LocalDate day, ZoneId zone) {
        return books.statement(
                brand,
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    @Override
    public Uni<PayoutUpdate> callback(PayoutCallback callback) {
        return Uni.createFrom().item(() -> notifications.read(callback));
    }

    private Uni<PayoutAnswer> accept(PayoutRequest request, @Nullable String reason, Duration dueAfter) {
        return books.receive(request, Entry.ACCEPTED, reason, dueAfter).map(found -> answer(request, found));
    }

    private Uni<PayoutAnswer> refuse(PayoutRequest request, String reason) {
        return books.receive(request, Entry.FAILED, reason, Duration.ZERO).map(found -> answer(request, found));
    }

    private static Uni<PayoutAnswer> unheard(Uni<PayoutAnswer> answer) {
        return answer.flatMap(lost -> Uni.createFrom().nothing());
    }

    private static PayoutAnswer answer(PayoutRequest request, Optional<Entry> found) {
        if (found.isEmpty()) {
            return PayoutAnswer.of(Kind.NOT_FOUND);
        }
        Entry entry = found.get();
        if (!request.body().equals(entry.body())) {
            throw new IllegalStateException("the number exists with another body: order " + request.number());
        }
        return switch (entry.state()) {
            case Entry.PAID -> PayoutAnswer.of(Kind.PAID);
            case Entry.FAILED -> new PayoutAnswer(Kind.REFUSED, entry.reason());
            default -> PayoutAnswer.of(Kind.ACCEPTED);
        };
    }
}
