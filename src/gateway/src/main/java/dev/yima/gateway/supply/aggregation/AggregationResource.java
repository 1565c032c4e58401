package dev.yima.gateway.supply.aggregation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.yima.codec.CodeKind;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What is packed into what. */
@Path("/api/v1/packs")
@Tag(name = "Packs")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class AggregationResource {
    /** The most codes that a request packs or takes out. */
    static final int LINKS_MAX = 2_048;

    private final AggregationService packs;
    private final AggregationRepository store;
    private final ScannedCodes codes;
    private final Pool pool;
    private final CurrentStaff staff;

    AggregationResource(
            AggregationService packs, AggregationRepository store, ScannedCodes codes, Pool pool, CurrentStaff staff) {
        this.packs = packs;
        this.store = store;
        this.codes = codes;
        this.pool = pool;
        this.staff = staff;
    }

    /**
     * Codes and what they are packed into.
     *
     * @param links the links, of {@value #LINKS_MAX} children in all at most
     * @param move whether what is packed elsewhere is taken out there; otherwise that is refused
     */
    public record NewLinks(
            @NotNull @Size(min = 1, max = LINKS_MAX) List<@NotNull @Valid NewLink> links,
            @Nullable Boolean move) {
        boolean moves() {
            return move != null && move;
        }

        private void check() {
            int count = links.stream().mapToInt(link -> link.children().size()).sum();
            if (count > LINKS_MAX) {
                throw Problem.invalid("links", "must have at most " + LINKS_MAX + " children in all: " + count);
            }
        }
    }

    /**
     * Codes in another.
     *
     * @param parent what they are packed into
     * @param children what is packed
     */
    public record NewLink(
            @NotNull @Schema(examples = "8KX2W5P3N7QRM4T1") String parent,

            @NotNull @Size(min = 1, max = LINKS_MAX) @Schema(examples = "[\"0C1S1YNT84EZMPS4\"]")
            List<@NotNull String> children) {}

    /**
     * What packing has changed.
     *
     * @param linked how many codes were packed that were packed nowhere
     * @param moved how many were taken out elsewhere before
     * @param already how many were there already
     */
    public record Packing(
            @Schema(examples = "24") int linked,
            @Schema(examples = "0") int moved,
            @Schema(examples = "0") int already) {}

    /**
     * Codes to be taken out of what they are packed into.
     *
     * @param codes the codes
     */
    public record Codes(
            @NotNull @Size(min = 1, max = LINKS_MAX) @Schema(examples = "[\"0C1S1YNT84EZMPS4\"]")
            List<@NotNull String> codes) {}

    /**
     * What unpacking has changed.
     *
     * @param unlinked how many codes were taken out
     * @param already how many were packed nowhere
     */
    public record Unpacking(
            @Schema(examples = "1") int unlinked,
            @Schema(examples = "0") int already) {}

    /**
     * A code that takes the place of another.
     *
     * @param old the one that goes
     * @param fresh the one that comes, of the same kind
     */
    public record Exchange(
            @NotNull @Schema(examples = "0C1S1YNT84EZMPS4") String old,

            @NotNull @Schema(name = "new", examples = "0C1SB8R2YV5KQ3ZD") @JsonProperty("new")
            String fresh) {}

    /**
     * What a replacement has changed.
     *
     * @param relinked how many links were made anew
     */
    public record Replacement(@Schema(examples = "25") int relinked) {}

    /**
     * A code on the way out.
     *
     * @param code the code
     * @param kind what it is for
     * @param since since when the one before is in it
     */
    @Schema(name = "PackStep")
    public record Step(String code, CodeKind kind, Instant since) {}

    /**
     * Where a code is packed, and what is in it.
     *
     * @param code the code
     * @param kind what it is for
     * @param ancestors what it is in, and that, up to the outermost
     * @param contents how many codes of each kind are in it, at any depth
     */
    @Schema(name = "Pack")
    public record PackView(
            @Schema(examples = "0C1S1YNT84EZMPS4") String code,
            CodeKind kind,
            List<Step> ancestors,
            Map<CodeKind, Long> contents) {}

    /**
     * A link, past or present.
     *
     * @param child what is or was packed
     * @param parent into what
     * @param since since when
     * @param until until when; null while it holds
     */
    @Schema(name = "PackLink")
    public record LinkView(
            String child,
            String parent,
            Instant since,
            @Nullable Instant until) {}

    /** Packs codes into others. */
    @POST
    @Operation(summary = "Pack codes into others", description = """
                    Items into cases, cases on pallets, and inner codes into the outer ones of the same thing: a code \
                    fits into one of a kind that comes later in `ITEM_INNER`, `ITEM_OUTER`, `CASE_INNER`, \
                    `CASE_OUTER`, `PALLET`. All or nothing; the same request again changes nothing.""")
    public Uni<Packing> pack(@NotNull @Valid NewLinks links) {
        links.check();
        return staff.as(who -> packs.pack(who, links));
    }

    /** Takes codes out. */
    @POST
    @Path("/unpack")
    @Operation(summary = "Take codes out of what they are packed into")
    public Uni<Unpacking> unpack(@NotNull @Valid Codes codes) {
        return staff.as(who -> packs.unpack(who, codes.codes()));
    }

    /** Replaces a code. */
    @POST
    @Path("/replace")
    @Operation(summary = "Put a code into the place of another", description = """
                    Into what the old one is in, and around what is in the old one; for items that were rejected and \
                    for labels that were printed again. Whoever opened or stands for the old one has opened and \
                    stands for the new one; the reward of the opening is not drawn again.""")
    public Uni<Replacement> replace(@NotNull @Valid Exchange exchange) {
        return staff.as(who -> packs.replace(who, exchange.old(), exchange.fresh()));
    }

    /** Shows where a code is packed. */
    @GET
    @Path("/{code}")
    @Operation(summary = "Show where a code is packed and what is in it")
    public Uni<PackView> show(@PathParam("code") String code) {
        return staff.as(who -> opened(who, code)
                .flatMap(ref -> Uni.combine()
                        .all()
                        .unis(store.ancestors(pool, ref), store.descendants(pool, ref, Integer.MAX_VALUE))
                        .asTuple()
                        .flatMap(found -> named(who, ref, found.getItem1())
                                .map(lots -> new PackView(
                                        lots.text(ref),
                                        lots.kind(ref),
                                        found.getItem1().stream()
                                                .map(link -> new Step(
                                                        lots.text(link.parent()),
                                                        lots.kind(link.parent()),
                                                        link.since()))
                                                .toList(),
                                        found.getItem2())))));
    }

    /** Lists what is packed directly into a code. */
    @GET
    @Path("/{code}/children")
    @Operation(summary = "List what is packed directly into a code")
    public Uni<Page<LinkView>> children(
            @PathParam("code") String code,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") String after) {
        return staff.as(who -> opened(who, code)
                .flatMap(ref -> (after == null
                                ? Uni.createFrom().item(new CodeRef(-1, -1))
                                : codes.of(who, List.of(after)).map(lots -> lots.open("after", after)))
                        .flatMap(start -> store.children(pool, ref, start, limit))
                        .flatMap(links -> named(who, ref, links).map(lots -> {
                            List<LinkView> views =
                                    links.stream().map(link -> view(lots, link)).toList();
                            boolean end = views.size() < limit;
                            return new Page<>(
                                    views, end ? null : views.get(limit - 1).child());
                        }))));
    }

    /** Lists the past of a code. */
    @GET
    @Path("/{code}/history")
    @Operation(
            summary = "List what a code was packed into and what was packed into it",
            description = "The latest first, at most 200.")
    public Uni<List<LinkView>> history(@PathParam("code") String code) {
        return staff.as(who -> opened(who, code)
                .flatMap(ref -> store.history(pool, ref, Page.LIMIT_MAX)
                        .flatMap(links -> named(who, ref, links)
                                .map(lots -> links.stream()
                                        .map(link -> view(lots, link))
                                        .toList()))));
    }

    private static LinkView view(ScannedCodes.Lots lots, AggregationLink link) {
        return new LinkView(lots.text(link.child()), lots.text(link.parent()), link.since(), link.until());
    }

    /** A code of the brand that is asked about; what is another's is not found, nor what was never minted. */
    private Uni<CodeRef> opened(Staff who, String text) {
        if (!(CodeReader.read(text) instanceof Wellformed)) {
            throw new Problem(ProblemType.MALFORMED_CODE);
        }
        return codes.of(who, List.of(text))
                .map(lots -> lots.find(text).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    private Uni<ScannedCodes.Lots> named(Staff who, CodeRef code, List<AggregationLink> links) {
        List<CodeRef> all = new ArrayList<>(AggregationService.ends(links));
        all.add(code);
        return codes.of(who.brand(), all);
    }
}
