package dev.yima.gateway.house;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.house.Sources.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each table has one package that writes it, without exception, and that reads it. Where a join in one message is worth
 * more than the wall, {@code table-readers.txt} names reader and table; that list may only shrink.
 */
class TableOwnersTest {
    /** A view over the tables of all kinds of reward. */
    private static final String REWARD_VIEW = "reward";

    /** A view of transfers, without those of tests. */
    private static final String PAYMENT_VIEW = "payment";

    private static final Map<String, String> OWNERS = owners();
    private static final Pattern WRITE = Pattern.compile(
            "\\b(?:(?:INSERT|MERGE)\\s+INTO|UPDATE|DELETE\\s+FROM|TRUNCATE(?:\\s+TABLE)?)\\s+(?:ONLY\\s+)?([a-z_]+)");
    private static final Pattern READ = Pattern.compile("\\b(?:FROM|JOIN|USING)\\s+(?:ONLY\\s+)?([a-z_]+)\\b");
    /** More tables of one FROM, after commas, each with or without an alias. */
    private static final Pattern READ_TOO = Pattern.compile(
            "\\bFROM\\s+[a-z_]+(?:\\s+(?:AS\\s+)?[a-z]+)?((?:\\s*,\\s*[a-z_]+(?:\\s+(?:AS\\s+)?[a-z]+)?)+)");

    private static Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        own(owners, "brand", "brand", "staff_key");
        own(owners, "product", "product");
        own(owners, "platform.staff", "audit", "audit_seal", "audit_unsealed");
        own(owners, "platform.crypto", "deployment_secret");
        own(owners, "platform.job", "job");
        own(owners, "campaign", "campaign", "rules_version", "pool_counter", "pool_line", "published_day");
        own(owners, "lot", "lot", "campaign_lots");
        own(owners, "lot.serials", "voided_serial", "voided_reason", "assigned_range");
        own(owners, "lot.handover", "handover_policy", "lot_copy", "lot_manifest", "incident");
        own(owners, "claim", "claim");
        own(owners, "reward.packet", "locked_packet");
        own(owners, "ledger", "account", "transfer", PAYMENT_VIEW);
        own(
                owners,
                "ledger.check",
                "ledger_seal",
                "brand_seal",
                "sealed_sum",
                "recounted_sum",
                "ledger_fault",
                "ledger_check");
        own(
                owners,
                "payout",
                "payout",
                "payout_transition",
                "payout_event",
                "payout_pause",
                "payout_day",
                "payout_provider");
        own(
                owners,
                "payout.reconciliation",
                "provider_statement",
                "statement_line",
                "reconciliation",
                "reconciliation_turn");
        own(owners, "payout.sandbox", "sandbox_order");
        own(owners, "reward.coupon", "coupon");
        own(owners, "reward.points", "points_credit", "points_adjustment");
        own(owners, "reward.gift", "gift");
        own(owners, "member", "member", "member_tag", REWARD_VIEW);
        own(owners, "history", "scan", "scan_position", "scan_tally");
        own(owners, "idempotency", "idempotency_key", "kept_answer");
        own(owners, "visitor", "cookie_epoch");
        own(owners, "partner", "partner");
        own(
                owners,
                "partner.people",
                "partner_role",
                "partner_employee",
                "employee_pseudonym",
                "employee_pin",
                "wrong_pin",
                "invitation");
        ownSupply(owners);
        return owners;
    }

    private static void ownSupply(Map<String, String> owners) {
        own(owners, "supply.aggregation", "aggregation", "label_replacement");
        own(owners, "supply.movement", "movement");
        own(owners, "supply.opening", "case_opening", "opening_dispute", "promoter_assignment");
        own(owners, "supply.commission", "withheld_reward");
        own(
                owners,
                "diversion",
                "diversion_settings",
                "diversion_cursor",
                "diversion_case",
                "diversion_dealer",
                "diversion_decision",
                "attributed_scan",
                "attribution_queue");
    }

    private static void own(Map<String, String> owners, String feature, String... tables) {
        for (String table : tables) {
            owners.put(table, "gateway." + feature);
        }
    }

    @Test
    void everyTableHasAnOwner() {
        Pattern table = Pattern.compile("CREATE (?:UNLOGGED )?TABLE ([a-z_]+)");
        Set<String> made = Sources.files("/db/migration/", ".sql").stream()
                .flatMap(file -> table.matcher(file.text()).results())
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
        made.addAll(Set.of(REWARD_VIEW, PAYMENT_VIEW));
        assertEquals(made, new TreeSet<>(OWNERS.keySet()));
    }

    @Test
    void onlyItsOwnerWritesATable() {
        assertEquals(Set.of(), foreign(WRITE));
    }

    @Test
    void foreignReadersOfATableAreNamed() {
        Set<String> found = foreign(READ);
        assertEquals(Sources.exceptions("table-readers.txt"), found);
    }

    /** Uses of a table outside of the package of its owner and what lies below that. */
    private static Set<String> foreign(Pattern use) {
        Set<String> uses = new TreeSet<>();
        for (Source source : Sources.files("/src/gateway/src/main/java/", ".java")) {
            for (String sql : sqlOf(source)) {
                named(use, sql)
                        .filter(OWNERS::containsKey)
                        .filter(table -> !isWithin(source.packageName(), OWNERS.get(table)))
                        .forEach(table -> uses.add(source.packageName() + " " + table));
            }
        }
        return uses;
    }

    private static Stream<String> named(Pattern use, String sql) {
        Stream<String> first = use.matcher(sql).results().map(match -> match.group(1));
        return use == WRITE
                ? first
                : Stream.concat(
                        first,
                        READ_TOO.matcher(sql)
                                .results()
                                .flatMap(match -> Stream.of(match.group(1).split(",")))
                                .map(table -> table.strip().replaceFirst("\\s.*", "")));
    }

    private static List<String> sqlOf(Source source) {
        Pattern statement = Pattern.compile("(?s).*\\b(?:SELECT|INSERT|UPDATE|DELETE|JOIN|FROM|WITH)\\b.*");
        return source.literals().stream()
                .filter(literal -> statement.matcher(literal).matches())
                .toList();
    }

    /** A provider lies below the payouts, and owns none of their tables. */
    private static boolean isWithin(String feature, String owner) {
        boolean isBelow = feature.startsWith(owner + ".") && !owner.equals("gateway.payout");
        return feature.equals(owner) || isBelow;
    }
}
