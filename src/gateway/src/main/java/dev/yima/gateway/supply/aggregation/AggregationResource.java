package dev.yima.gateway.supply.aggregation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.platform.staff.StaffQuota.Cost;
import dev.yima.gateway.problem.Problem;
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

/** Aggregation of codes: packs, unpacks and replaces them, and shows the links. */
@Path("/api/v1/packs")
@Tag(name = "Packs")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class AggregationResource {
    /** The most codes that a request packs or takes out. */
    static final int LINKS_MAX = 2_048;

    /** A cursor before all codes. */
    static final CodeRef FIRST = new CodeRef(-1, -1);

    private final AggregationService aggregation;
    private final LabelReplacementService replacements;
    private final AggregationQuery query;
    private final ScannedCodes codes;
    private final Pool pool;
    private final CurrentStaff staff;

    AggregationResource(
            AggregationService aggregation,
            LabelReplacementService replacements,
            AggregationQuery query,
            ScannedCodes codes,
            Pool pool,
            CurrentStaff staff) {
        this.aggregation = aggregation;
        this.replacements = replacements;
        this.query = query;
        this.codes = codes;
        this.pool = pool;
        this.staff = staff;
    }

    /**
     * Links to make, by parent.
     *
     * @param links the links, of 2,048 children in all at most
     * @param move true to take codes out of other parents first; otherwise such a code is refused
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
     * Codes to pack into one parent.
     *
     * @param parent the code around them
     * @param children the codes inside
     */
    public record NewLink(
            @NotNull @Schema(examples = "8KX2W5P3N7QRM4T1") String parent,

            @NotNull @Size(min = 1, max = LINKS_MAX) @Schema(examples = "[\"0C1S1YNT84EZMPS4\"]")
            List<@NotNull String> children) {}

    /**
     * Outcome of a packing.
     *
     * @param linked the number of codes that were packed nowhere before
     * @param moved the number of codes that were taken out of another parent
     * @param already the number of codes that had this parent before
     */
    public record Packing(
            @Schema(examples = "24") int linked,
            @Schema(examples = "0") int moved,
            @Schema(examples = "0") int already) {}

    /**
     * Codes to unpack.
     *
     * @param codes the codes
     */
    public record Codes(
            @NotNull @Size(min = 1, max = LINKS_MAX) @Schema(examples = "[\"0C1S1YNT84EZMPS4\"]")
            List<@NotNull String> codes) {}

    /**
     * Outcome of an unpacking.
     *
     * @param unlinked the number of codes that were taken out
     * @param already the number of codes that were packed nowhere
     */
    public record Unpacking(
            @Schema(examples = "1") int unlinked,
            @Schema(examples = "0") int already) {}

    /**
     * A label and the one that replaces it.
     *
     * @param old the label that goes
     * @param fresh the label that comes, of the same kind
     */
    public record Exchange(
            @NotNull @Schema(examples = "0C1S1YNT84EZMPS4") String old,

            @NotNull @Schema(name = "new", examples = "0C1SB8R2YV5KQ3ZD") @JsonProperty("new")
            String fresh) {}

    /**
     * Outcome of a replacement.
     *
     * @param relinked the number of links that were made anew
     */
    public record Replacement(@Schema(examples = "25") int relinked) {}

    /**
     * An ancestor of a code.
     *
     * @param code the ancestor
     * @param kind its kind
     * @param since the moment when the code one level further in was put into it
     */
    @Schema(name = "PackStep")
    public record Step(String code, CodeKind kind, Instant since) {}

    /**
     * A code with its ancestors and its contents.
     *
     * @param code the code
     * @param kind its kind
     * @param ancestors from its parent to the outermost
     * @param contents the number of codes in it by kind, at any depth
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
     * @param child the code inside
     * @param parent the code around it
     * @param since the moment when it was linked
     * @param until the moment when it was unlinked; null while it holds
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
        return staff.as(Cost.BATCH, who -> aggregation.pack(who, links));
    }

    /** Takes codes out. */
    @POST
    @Path("/unpack")
    @Operation(summary = "Take codes out of what they are packed into")
    public Uni<Unpacking> unpack(@NotNull @Valid Codes codes) {
        return staff.as(who -> aggregation.unpack(who, codes.codes()));
    }

    /** Replaces a code. */
    @POST
    @Path("/replace")
    @Operation(summary = "Put a code into the place of another", description = """
                    Into what the old one is in, and around what is in the old one; for items that were rejected and \
                    for labels that were printed again. Whoever opened or stands for the old one has opened and \
                    stands for the new one; the reward of the opening is not drawn again.""")
    public Uni<Replacement> replace(@NotNull @Valid Exchange exchange) {
        return staff.as(who -> replacements.replace(who, exchange.old(), exchange.fresh()));
    }

    /** Shows where a code is packed. */
    @GET
    @Path("/{code}")
    @Operation(summary = "Show where a code is packed and what is in it")
    public Uni<PackView> show(@PathParam("code") String code) {
        return staff.as(who -> codes.find(who, code)
                .flatMap(ref -> Uni.combine()
                        .all()
                        .unis(query.parents(pool, ref), query.contents(pool, ref, Integer.MAX_VALUE))
                        .asTuple()
                        .flatMap(found -> lots(who, ref, found.getItem1())
                                .map(lots -> pack(lots, ref, found.getItem1(), found.getItem2())))));
    }

    private static PackView pack(
            ScannedCodes.Lots lots, CodeRef code, List<AggregationLink> parents, Map<CodeKind, Long> contents) {
        List<Step> ancestors = parents.stream()
                .map(link -> new Step(lots.text(link.parent()), lots.kind(link.parent()), link.since()))
                .toList();
        return new PackView(lots.text(code), lots.kind(code), ancestors, contents);
    }

    /** Lists the direct contents of a code. */
    @GET
    @Path("/{code}/children")
    @Operation(summary = "List what is packed directly into a code")
    public Uni<Page<LinkView>> children(
            @PathParam("code") String code,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") String after) {
        return staff.as(who -> codes.find(who, code)
                .flatMap(ref -> (after == null
                                ? Uni.createFrom().item(FIRST)
                                : codes.of(who, List.of(after)).map(lots -> lots.open("after", after)))
                        .flatMap(start -> query.children(pool, ref, start, limit))
                        .flatMap(links -> lots(who, ref, links).map(lots -> {
                            List<LinkView> views =
                                    links.stream().map(link -> view(lots, link)).toList();
                            boolean end = views.size() < limit;
                            return new Page<>(
                                    views, end ? null : views.get(limit - 1).child());
                        }))));
    }

    /** Lists the links of a code, past and present. */
    @GET
    @Path("/{code}/history")
    @Operation(
            summary = "List what a code was packed into and what was packed into it",
            description = "The latest first, at most 200.")
    public Uni<List<LinkView>> history(@PathParam("code") String code) {
        return staff.as(who -> codes.find(who, code)
                .flatMap(ref -> query.history(pool, ref, Page.LIMIT_MAX)
                        .flatMap(links -> lots(who, ref, links)
                                .map(lots -> links.stream()
                                        .map(link -> view(lots, link))
                                        .toList()))));
    }

    private static LinkView view(ScannedCodes.Lots lots, AggregationLink link) {
        return new LinkView(lots.text(link.child()), lots.text(link.parent()), link.since(), link.until());
    }

    /** The lots of a code and of all codes that links name. */
    private Uni<ScannedCodes.Lots> lots(Staff who, CodeRef code, List<AggregationLink> links) {
        List<CodeRef> all = new ArrayList<>(List.of(code));
        links.forEach(link -> all.addAll(List.of(link.child(), link.parent())));
        return codes.of(who.brand(), all);
    }
}
