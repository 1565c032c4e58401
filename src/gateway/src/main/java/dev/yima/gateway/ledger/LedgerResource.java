package dev.yima.gateway.ledger;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.platform.http.RowExport;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ValueRule;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** The ledger of a brand: its balances and exports. */
@Path("/api/v1/ledger")
@Tag(name = "Ledger")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class LedgerResource {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Books books;
    private final BrandRepository brands;
    private final CurrentStaff staff;
    private final Clock clock;

    LedgerResource(Books books, BrandRepository brands, CurrentStaff staff, Clock clock) {
        this.books = books;
        this.brands = brands;
        this.staff = staff;
        this.clock = clock;
    }

    /**
     * Balances of accounts at a moment.
     *
     * @param at the moment
     * @param balances by kind and unit
     */
    @Schema(name = "Balances")
    public record Balances(Instant at, List<Books.Balance> balances) {}

    /** Computes balances at a moment. */
    @GET
    @Path("/balances")
    @Operation(summary = "Balances at any moment", description = """
                    Computed from the transfers up to then. Of the whole brand by kind of account, or of one owner: \
                    a member, a campaign, a staff key. What is being committed has its time already, so those \
                    of the last minute may still change.""")
    public Uni<Balances> balances(
            @Nullable @QueryParam("at") @Schema(format = "date-time") String at,
            @Nullable @QueryParam("owner") UUID owner) {
        Instant moment = at == null ? clock.instant() : moment("at", at);
        return staff.as(who -> books.balances(who.brand(), moment, owner))
                .map(balances -> new Balances(moment, balances));
    }

    /** Exports the transfers from a moment to before another. */
    @GET
    @Path("/transfers")
    @Produces("text/csv")
    @Operation(
            summary = "Export the transfers",
            description = "CSV or xlsx, as `Accept` says; any length, in the order of their references.")
    @APIResponse(
            responseCode = "200",
            description = "A row a transfer; amounts in minor units, those of money with decimals, too",
            content = {@Content(mediaType = "text/csv"), @Content(mediaType = RowExport.XLSX)})
    public Multi<String> transfers(
            @NotNull @QueryParam("from") @Schema(format = "date-time") String from,
            @NotNull @QueryParam("to") @Schema(format = "date-time") String to) {
        return asStaff(transfersOf(from, to)).onItem().transformToMultiAndConcatenate(RowExport::csv);
    }

    /** Exports the same as a workbook. */
    @GET
    @Path("/transfers")
    @Produces(RowExport.XLSX + ";qs=0.5")
    @Operation(hidden = true)
    public RestMulti<byte[]> transfersBook(
            @NotNull @QueryParam("from") String from, @NotNull @QueryParam("to") String to) {
        return book(transfersOf(from, to));
    }

    /** Exports the payments to each person, for their income tax. */
    @GET
    @Path("/tax")
    @Produces("text/csv")
    @Operation(summary = "Export what each person was paid in each month of a year", description = """
                    CSV or xlsx, as `Accept` says: member, month, currency, number of payouts, sum in minor units and \
                    with decimals; cash that has arrived, by the months of the brand's time zone. \
                    Whether tax is due is for the brand to say.""")
    @APIResponse(
            responseCode = "200",
            description = "A row for each person, month and currency",
            content = {@Content(mediaType = "text/csv"), @Content(mediaType = RowExport.XLSX)})
    public Multi<String> tax(@QueryParam("year") @Min(2020) @Max(2199) int year) {
        return asStaff(taxOf(year)).onItem().transformToMultiAndConcatenate(RowExport::csv);
    }

    /** Exports the same as a workbook. */
    @GET
    @Path("/tax")
    @Produces(RowExport.XLSX + ";qs=0.5")
    @Operation(hidden = true)
    public RestMulti<byte[]> taxBook(@QueryParam("year") @Min(2020) @Max(2199) int year) {
        return book(taxOf(year));
    }

    private Function<UUID, Uni<RowExport>> transfersOf(String from, String to) {
        Instant begin = moment("from", from);
        Instant end = moment("to", to);
        return brand -> Uni.createFrom().item(books.transfers(brand, begin, end));
    }

    private Function<UUID, Uni<RowExport>> taxOf(int year) {
        return brand -> brands.timeZone(brand).map(zone -> books.tax(brand, year, zone));
    }

    private RestMulti<byte[]> book(Function<UUID, Uni<RowExport>> export) {
        Multi<byte[]> book = asStaff(export).onItem().transformToMultiAndConcatenate(RowExport::xlsx);
        return RestMulti.fromMultiData(book)
                .header(HttpHeaders.CONTENT_TYPE, RowExport.XLSX)
                .build();
    }

    private Multi<RowExport> asStaff(Function<UUID, Uni<RowExport>> export) {
        return staff.as(who -> export.apply(who.brand())).toMulti();
    }

    /** Reads a moment. Fails with a problem beyond the years that the database can hold. */
    private static Instant moment(String field, String text) {
        try {
            // In an address, + stands for a space.
            Instant moment = Instant.parse(text.replace(' ', '+'));
            if (!moment.isBefore(Instant.EPOCH) && moment.isBefore(LATEST)) {
                return moment;
            }
        } catch (DateTimeParseException e) {
            throw Problem.invalid(field, ValueRule.of(Instant.class));
        }
        throw Problem.invalid(field, "must lie between 1970 and 2199");
    }
}
