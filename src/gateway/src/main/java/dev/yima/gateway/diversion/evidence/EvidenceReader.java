package dev.yima.gateway.diversion.evidence;

import dev.yima.engine.diversion.DiversionRule.Tally;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.diversion.AttributedScan;
import dev.yima.gateway.diversion.AttributedScanRepository;
import dev.yima.gateway.diversion.CaseCount;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.diversion.decision.DealerView;
import dev.yima.gateway.diversion.evidence.Evidence.Judgement;
import dev.yima.gateway.diversion.evidence.Evidence.Scan;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.trace.DealerCustody;
import dev.yima.gateway.supply.trace.Route;
import dev.yima.gateway.supply.trace.TraceQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Reads the evidence about a case. */
@ApplicationScoped
class EvidenceReader {
    private static final int PSEUDONYM_LENGTH = 8;

    private final Pool pool;
    private final DiversionCountRepository counts;
    private final AttributedScanRepository scans;
    private final DealerCustody custody;
    private final TraceQuery routes;
    private final ScannedCodes codes;
    private final Clock clock;

    EvidenceReader(
            DatabasePools pools,
            DiversionCountRepository counts,
            AttributedScanRepository scans,
            DealerCustody custody,
            TraceQuery routes,
            ScannedCodes codes,
            Clock clock) {
        this.pool = pools.reports();
        this.counts = counts;
        this.scans = scans;
        this.custody = custody;
        this.routes = routes;
        this.codes = codes;
        this.clock = clock;
    }

    /** Data from which the evidence is made. */
    private record Facts(
            Brand brand,
            CodeRef code,
            List<CaseCount> cases,
            Map<UUID, DealerCount> dealers,
            List<AttributedScan> scans,
            DealerCustody.Answers packs,
            Route route) {
        /** All codes that appear. */
        Set<CodeRef> codes() {
            Set<CodeRef> all = new LinkedHashSet<>(List.of(code));
            scans.forEach(one -> {
                all.add(one.scan().code());
                packs.packs(one.scan().code()).forEach(pack -> all.add(pack.code()));
            });
            return all;
        }
    }

    /** The evidence of a case of the brand; fails where nothing of it was scanned in a dealer's hands. */
    Uni<Evidence> of(Brand owner, CodeRef code) {
        UUID brand = owner.id();
        return counts.ofCode(pool, brand, code).flatMap(cases -> {
            if (cases.isEmpty()) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            List<UUID> ids = cases.stream().map(CaseCount::dealer).toList();
            return Uni.combine()
                    .all()
                    .unis(
                            counts.dealers(pool, ids),
                            scans.ofCase(pool, brand, code, Evidence.SCANS_MAX),
                            routes.of(brand, code))
                    .asTuple()
                    .flatMap(found -> custody.of(
                                    pool,
                                    found.getItem2().stream()
                                            .map(one -> one.scan().code())
                                            .distinct()
                                            .toList())
                            .map(packs -> new Facts(
                                    owner,
                                    code,
                                    cases,
                                    byId(found.getItem1()),
                                    found.getItem2(),
                                    packs,
                                    found.getItem3())))
                    .flatMap(facts -> codes.of(brand, facts.codes()).map(lots -> evidence(facts, lots)));
        });
    }

    private static Map<UUID, DealerCount> byId(List<DealerCount> dealers) {
        Map<UUID, DealerCount> byId = new HashMap<>();
        dealers.forEach(one -> byId.put(one.dealer(), one));
        return byId;
    }

    private Evidence evidence(Facts facts, ScannedCodes.Lots lots) {
        int all = facts.cases.stream().mapToInt(one -> one.tally().scans()).sum();
        return new Evidence(
                lots.text(facts.code),
                lots.kind(facts.code),
                facts.brand.name(),
                facts.brand.timeZone().getId(),
                clock.instant(),
                facts.cases.stream()
                        .map(one -> judgement(one, dealer(facts, one.dealer())))
                        .toList(),
                facts.route,
                facts.scans.stream().map(one -> scan(one, facts, lots)).toList(),
                Math.max(0, all - facts.scans.size()));
    }

    private static DealerCount dealer(Facts facts, UUID id) {
        return Objects.requireNonNull(facts.dealers.get(id), "a partner is never deleted");
    }

    private static Judgement judgement(CaseCount one, DealerCount dealer) {
        Tally tally = one.tally();
        return new Judgement(
                dealer.dealer(),
                dealer.name(),
                dealer.territory().codes(),
                tally.scans(),
                tally.outside(),
                tally.people(),
                tally.networks(),
                tally.score(),
                CaseCount.grade(one.standing()).orElse(null),
                one.explain(dealer.rule()),
                DealerView.places(one.regions(), dealer));
    }

    private static Scan scan(AttributedScan one, Facts facts, ScannedCodes.Lots lots) {
        AttributedScan.Attribution counted =
                Objects.requireNonNull(one.attribution(), "only attributed scans are asked for");
        List<Route.Pack> packs = new ArrayList<>();
        for (DealerCustody.Pack pack : facts.packs.packs(one.scan().code())) {
            packs.add(new Route.Pack(lots.text(pack.code()), lots.kind(pack.code()), pack.since()));
            if (pack.code().equals(facts.code)) {
                break;
            }
        }
        return new Scan(
                one.scan().at(),
                lots.text(one.scan().code()),
                lots.kind(one.scan().code()),
                counted.region(),
                DealerView.name(counted.region()),
                dealer(facts, counted.dealer()).territory().excludes(counted.region()),
                counted.dealer(),
                shown(counted.member()),
                counted.network() == null ? null : shown(counted.network()),
                packs);
    }

    private static String shown(UUID pseudonym) {
        return pseudonym.toString().substring(0, PSEUDONYM_LENGTH);
    }
}
