package dev.yima.gateway.lot.handover;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotNumber;
import dev.yima.codec.ManifestKey;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.lot.handover.CodeHandover.CopiesView;
import dev.yima.gateway.lot.handover.CodeHandover.CopyView;
import dev.yima.gateway.lot.handover.CodeHandover.CustodyView;
import dev.yima.gateway.lot.handover.CodeHandover.Encryption;
import dev.yima.gateway.lot.handover.CodeHandover.IncidentView;
import dev.yima.gateway.lot.handover.CodeHandover.ManifestView;
import dev.yima.gateway.lot.handover.CodeHandover.NewCopies;
import dev.yima.gateway.lot.handover.CodeHandover.NewCopy;
import dev.yima.gateway.lot.handover.CodeHandover.NewManifest;
import dev.yima.gateway.lot.handover.CodeHandover.SignatureView;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Handovers of a lot's codes to printers and other recipients. */
@Path("/api/v1/lots/{number}")
@Tag(name = "Custody")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class CodeHandoverResource {
    private static final UUID START = new UUID(0, 0);
    private static final TypeReference<List<@Nullable ManifestFile>> FILES = new TypeReference<>() {};

    private final CodeHandoverRepository handovers;
    private final BrandRepository brands;
    private final CacheInvalidation caches;
    private final CurrentStaff staff;
    private final ObjectMapper json;

    CodeHandoverResource(
            CodeHandoverRepository handovers,
            BrandRepository brands,
            CacheInvalidation caches,
            CurrentStaff staff,
            ObjectMapper json) {
        this.handovers = handovers;
        this.brands = brands;
        this.caches = caches;
        this.staff = staff;
        this.json = json;
    }

    /** Names the copies of a lot. */
    @POST
    @Path("/copies")
    @Operation(
            summary = "Name the copies of a lot",
            description = "All at once, before any is written, since no copy holds the honey codes of another. Asking"
                    + " again for the same ones finds them. Audited, and a plain copy as such.")
    @APIResponse(responseCode = "201", description = "The copies, with the honey codes of each")
    @APIResponseSchema(value = CopiesView.class, responseCode = "201")
    public Uni<Response> name(@PathParam("number") String number, @NotNull @Valid NewCopies request) {
        LotNumber lot = read(number);
        long names =
                request.copies().stream().map(NewCopy::recipient).distinct().count();
        if (names < request.copies().size()) {
            throw Problem.invalid("copies", "must name each recipient once");
        }
        boolean plain = request.copies().stream().anyMatch(copy -> copy.encryption() == Encryption.NONE);
        return staff.as(who -> handovers.plainCopies(who.brand()).flatMap(allowed -> {
                    if (plain && !allowed) {
                        throw new Problem(ProblemType.PLAIN_COPY);
                    }
                    return handovers.nameCopies(who, lot, request.copies());
                }))
                .invoke(() -> caches.announce("lot", lot.text()))
                .map(rows -> new CopiesView(rows.stream().map(CopyView::of).toList()))
                .map(copies ->
                        Response.status(Response.Status.CREATED).entity(copies).build());
    }

    /** Signs the manifest of a copy. */
    @POST
    @Path("/copies/{place}/manifest")
    @Operation(
            summary = "Sign the manifest of a copy",
            description = "What is signed is `yima/manifest/1`, a line feed, and the manifest. The checksums in it are"
                    + " written down for good. Audited.")
    public Uni<SignatureView> sign(
            @PathParam("number") String number, @PathParam("place") int place, @NotNull @Valid NewManifest request) {
        LotNumber lot = read(number);
        JsonArray files = files(lot, request.manifest());
        byte[] manifest = request.manifest().getBytes(UTF_8);
        return staff.as(who -> handovers
                .copies(who, lot)
                .invoke(copies -> {
                    if (place < 0 || place >= copies.size()) {
                        throw new Problem(ProblemType.NOT_FOUND);
                    }
                })
                .flatMap(copies -> handovers.insertManifest(who, lot, place, Digests.sha256(manifest), files))
                .flatMap(done -> brands.key(who.brand()))
                .map(key -> {
                    ManifestKey signer = key.manifestKey();
                    return new SignatureView(base64(signer.publicKey()), base64(signer.sign(manifest)));
                }));
    }

    /** Shows the handovers of a lot: copies, signed manifests, incidents. */
    @GET
    @Path("/custody")
    @Operation(summary = "Show who received what of a lot, when, and which copies have leaked")
    public Uni<CustodyView> show(@PathParam("number") String number) {
        LotNumber lot = read(number);
        return staff.as(who -> Uni.combine()
                .all()
                .unis(
                        handovers.copies(who, lot),
                        handovers.manifests(lot),
                        handovers.incidents(who, lot, START, Integer.parseInt(Page.LIMIT_DEFAULT)))
                .with((copies, manifests, incidents) -> new CustodyView(
                        copies.stream().map(CopyView::of).toList(),
                        manifests.stream().map(this::manifest).toList(),
                        incidents.stream().map(IncidentView::of).toList())));
    }

    /**
     * A file that a manifest names.
     *
     * @param name a plain name, without a folder
     * @param sha256 its SHA-256 in hex
     * @param rows its rows, without the header
     */
    private record ManifestFile(
            @Nullable String name, @Nullable String sha256, int rows) {
        private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_][0-9A-Za-z._-]{0,99}");
        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        /** Whether a folder that was minted can have such a file. */
        private boolean isWhole() {
            return name != null
                    && NAME.matcher(name).matches()
                    && sha256 != null
                    && SHA256.matcher(sha256).matches()
                    && rows >= 0;
        }
    }

    private JsonArray files(LotNumber lot, String manifest) {
        try {
            JsonNode read = json.readTree(manifest);
            List<@Nullable ManifestFile> files = json.convertValue(read.path("files"), FILES);
            if (read.path("lot").asText().equals(lot.text())
                    && files != null
                    && files.stream().allMatch(file -> file != null && file.isWhole())) {
                return new JsonArray(json.valueToTree(files).toString());
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Refused below, like any other text that is no manifest of this lot.
        }
        throw Problem.invalid(
                "manifest", "must be the manifest of this lot, as JSON with name, sha256 and rows of its files");
    }

    private ManifestView manifest(Row row) {
        try {
            return new ManifestView(
                    row.getInteger("place"),
                    HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                    json.readTree(row.getValue("files").toString()),
                    row.getUUID("key_id"),
                    Rows.instant(row, "signed_at"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON there", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static LotNumber read(String number) {
        return LotNumber.read(number).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
    }
}
