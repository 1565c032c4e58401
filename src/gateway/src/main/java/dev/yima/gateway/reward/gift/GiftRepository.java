package dev.yima.gateway.reward.gift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The gifts that were won. Only the winner is asked for an address, only staff of the brand read it, and in the
 * database it is sealed.
 */
@ApplicationScoped
public class GiftRepository {
    private static final String PURPOSE = "gift address";
    private static final String COLUMNS = """
            SELECT claim_id, brand_id, member_id, title, state, sealed_address, tracking, addressed_at, shipped_at
            FROM gift""";
    private static final String OF_MEMBER = COLUMNS + " WHERE claim_id = $1 AND member_id = $2 FOR UPDATE";
    private static final String OF_BRAND = COLUMNS + " WHERE claim_id = $1 AND brand_id = $2 FOR UPDATE";
    private static final String LIST = COLUMNS
            + " WHERE brand_id = $1 AND state = coalesce($2, state) AND claim_id > $3 ORDER BY claim_id LIMIT $4";
    private static final String ADDRESS = """
            UPDATE gift SET state = 'ADDRESSED', sealed_address = $2, addressed_at = $3 WHERE claim_id = $1""";
    private static final String SHIP = """
            UPDATE gift SET state = 'SHIPPED', tracking = $2, shipped_at = $3 WHERE claim_id = $1""";

    private final Pool pool;
    private final VisitorCookies people;
    private final Ledger ledger;
    private final KeyVault vault;
    private final AuditLog audit;
    private final ObjectMapper json;
    private final Clock clock;

    GiftRepository(
            Pool pool,
            VisitorCookies people,
            Ledger ledger,
            KeyVault vault,
            AuditLog audit,
            ObjectMapper json,
            Clock clock) {
        this.pool = pool;
        this.people = people;
        this.ledger = ledger;
        this.vault = vault;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** What becomes of a gift. */
    public enum State {
        /** It waits for an address. */
        WON,
        /** It can be sent. */
        ADDRESSED,
        /** It was sent. */
        SHIPPED
    }

    /**
     * Where a gift goes.
     *
     * @param name who gets it
     * @param phone the number that the carrier calls: 5 to 20 digits, with spaces, dashes and a plus
     * @param address the whole postal address
     */
    @Schema(name = "Address")
    public record Address(
            @NotNull @PlainText @Schema(examples = "Li Lei") String name,

            @NotNull @Pattern(regexp = "\\+?[0-9 -]{5,20}") @Schema(examples = "13800138000")
            String phone,

            @NotNull @PlainText @Schema(examples = "1 Renmin Road, Hangzhou")
            String address) {}

    /**
     * A gift.
     *
     * @param id the id of the reward that it is
     * @param memberId who won it
     * @param title what it is
     * @param state what has become of it
     * @param address where it goes; null until the winner has said
     * @param tracking the carrier's number; null until it is sent
     * @param addressedAt when the winner said where
     * @param shippedAt when it was sent
     */
    @Schema(name = "Gift")
    public record GiftView(
            UUID id,
            UUID memberId,
            @Schema(examples = "A bicycle") String title,
            State state,
            @Nullable Address address,
            @Nullable String tracking,
            @Nullable Instant addressedAt,
            @Nullable Instant shippedAt) {}

    Uni<List<GiftView>> list(UUID brand, @Nullable State state, UUID after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(brand, state == null ? null : state.name(), after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::view)
                        .toList());
    }

    /** The winner says where the gift goes; until it is sent they can say something else. */
    Uni<Void> address(Visitor person, UUID gift, Address address) {
        if (!person.known() || person.brand() == null) {
            throw new Problem(ProblemType.NOT_FOUND);
        }
        UUID member = people.member(person, person.brand());
        return pool.withTransaction(tx -> found(tx, OF_MEMBER, gift, member).flatMap(row -> {
            mustBeUnsent(row);
            Buffer sealed = Buffer.buffer(vault.seal(PURPOSE, gift, write(address)));
            return tx.preparedQuery(ADDRESS)
                    .execute(Tuple.of(gift).addBuffer(sealed).addOffsetDateTime(now()))
                    .replaceWithVoid();
        }));
    }

    /** The gift is sent: it leaves the brand's books. Saying so again only changes the tracking number. */
    Uni<GiftView> ship(Staff who, UUID gift, @Nullable String tracking) {
        return pool.withTransaction(tx -> found(tx, OF_BRAND, gift, who.brand())
                .flatMap(row -> {
                    State state = State.valueOf(row.getString("state"));
                    if (state == State.WON) {
                        throw new Problem(ProblemType.WRONG_STATE, "the winner has not said where it goes");
                    }
                    return state == State.SHIPPED ? Uni.createFrom().voidItem() : ledger.write(tx, List.of(sent(row)));
                })
                .flatMap(done -> tx.preparedQuery(SHIP).execute(Tuple.of(gift, tracking, now())))
                .flatMap(done -> audit.write(tx, who, "gift.ship", gift.toString()))
                .flatMap(done -> found(tx, OF_BRAND, gift, who.brand()))
                .map(this::view));
    }

    private static Uni<Row> found(SqlConnection tx, String query, UUID gift, UUID owner) {
        return tx.preparedQuery(query).execute(Tuple.of(gift, owner)).map(rows -> {
            if (rows.size() == 0) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            return rows.iterator().next();
        });
    }

    private static void mustBeUnsent(Row row) {
        if (State.valueOf(row.getString("state")) == State.SHIPPED) {
            throw new Problem(ProblemType.WRONG_STATE, "the gift was sent");
        }
    }

    private Transfer sent(Row row) {
        UUID brand = row.getUUID("brand_id");
        return new Transfer(
                brand,
                row.getUUID("claim_id"),
                Reason.SHIP,
                "GIFT",
                Account.member(row.getUUID("member_id")),
                Account.paidOut(brand),
                1,
                clock.instant());
    }

    private GiftView view(Row row) {
        Buffer sealed = row.getBuffer("sealed_address");
        return new GiftView(
                row.getUUID("claim_id"),
                row.getUUID("member_id"),
                row.getString("title"),
                State.valueOf(row.getString("state")),
                sealed == null ? null : open(row.getUUID("claim_id"), sealed.getBytes()),
                row.getString("tracking"),
                moment(row, "addressed_at"),
                moment(row, "shipped_at"));
    }

    private byte[] write(Address address) {
        try {
            return json.writeValueAsBytes(address);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("three texts can be written", e);
        }
    }

    private Address open(UUID gift, byte[] sealed) {
        byte[] opened = vault.open(PURPOSE, gift, sealed)
                .orElseThrow(() -> new IllegalStateException("sealed under another key: address of gift " + gift));
        try {
            return json.readValue(new String(opened, UTF_8), Address.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an address was sealed: gift " + gift, e);
        }
    }

    private static @Nullable Instant moment(Row row, String column) {
        OffsetDateTime moment = row.getOffsetDateTime(column);
        return moment == null ? null : moment.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
