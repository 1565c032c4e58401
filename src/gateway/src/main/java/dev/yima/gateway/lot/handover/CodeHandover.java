package dev.yima.gateway.lot.handover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is asked and told about who has the codes of a lot. */
public final class CodeHandover {
    private static final int HONEYS_MAX = 256;
    private static final int COPIES_MAX = 16;
    private static final int MANIFEST_MAX = 60_000;

    private CodeHandover() {}

    /** How a copy is kept from other eyes. */
    public enum Encryption {
        /** To the recipient's public key. */
        AGE,
        /** With a passphrase that the recipient knows. */
        PASSPHRASE,
        /** Not at all. */
        NONE
    }

    /**
     * How a brand wants its codes handled.
     *
     * @param plainCopies whether they may be written into files that anybody can read
     */
    @Schema(name = "CustodyPolicy")
    public record Policy(
            @NotNull @Schema(examples = "false") Boolean plainCopies) {}

    /**
     * How a brand's codes are handled.
     *
     * @param plainCopies whether they may be written into files that anybody can read
     * @param signer the public key that its manifests are signed with: Ed25519, in base64
     */
    @Schema(name = "CustodyTerms")
    public record PolicyView(
            boolean plainCopies,

            @Schema(examples = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            String signer) {}

    /**
     * A copy of a lot's codes.
     *
     * @param recipient whom it is for; empty for the brand's own
     * @param encryption how it is kept from other eyes
     * @param honeys how many codes stand in this copy alone, on no goods; 0 unless given
     * @param mixed whether those are scattered among the others, instead of the last ones; false unless given
     */
    public record NewCopy(
            @NotNull @Size(max = 100) @Pattern(regexp = "\\P{Cntrl}*") String recipient,

            @NotNull Encryption encryption,
            @Nullable @Min(0) @Max(HONEYS_MAX) Integer honeys,
            @Nullable Boolean mixed) {
        int honeysOrNone() {
            return honeys == null ? 0 : honeys;
        }

        boolean isMixed() {
            return Boolean.TRUE.equals(mixed);
        }

        String auditWord() {
            return encryption == Encryption.NONE ? "lot.copy.plain" : "lot.copy";
        }

        boolean isAs(Row made) {
            return made.getString("recipient").equals(recipient)
                    && made.getString("encryption").equals(encryption.name())
                    && made.getArrayOfIntegers("honeys").length == honeysOrNone()
                    && made.getBoolean("mixed") == isMixed();
        }
    }

    /**
     * All copies of a lot.
     *
     * @param copies in the order of their places
     */
    public record NewCopies(
            @NotNull @Size(min = 1, max = COPIES_MAX) List<@NotNull @Valid NewCopy> copies) {}

    /**
     * A copy of a lot's codes.
     *
     * @param place its place among the copies, from 0
     * @param recipient whom it is for; empty for the brand's own
     * @param encryption how it is kept from other eyes
     * @param honeys the serials that stand in this copy alone
     * @param mixed whether those are scattered among the others
     * @param madeAt when it was named
     */
    @Schema(name = "Copy")
    public record CopyView(
            int place,
            @Schema(examples = "Golden Press") String recipient,
            Encryption encryption,
            List<Integer> honeys,
            boolean mixed,
            Instant madeAt) {
        static CopyView of(Row row) {
            return new CopyView(
                    row.getInteger("place"),
                    row.getString("recipient"),
                    Encryption.valueOf(row.getString("encryption")),
                    Arrays.asList(row.getArrayOfIntegers("honeys")),
                    row.getBoolean("mixed"),
                    row.getOffsetDateTime("made_at").toInstant());
        }
    }

    /**
     * The copies of a lot.
     *
     * @param copies in the order of their places
     */
    @Schema(name = "Copies")
    public record CopiesView(List<CopyView> copies) {}

    /**
     * A manifest to be signed.
     *
     * @param manifest the text of {@code manifest.json}, byte for byte
     */
    public record NewManifest(
            @NotNull @Size(min = 2, max = MANIFEST_MAX) String manifest) {}

    /**
     * A signature.
     *
     * @param signer the public key, Ed25519, in base64
     * @param signature in base64
     */
    @Schema(name = "Signature")
    public record SignatureView(String signer, String signature) {}

    /**
     * What was written for a recipient.
     *
     * @param place the copy
     * @param sha256 the checksum of the manifest, in hex
     * @param files name, sha256 and rows of each file
     * @param keyId the staff key that it was signed for
     * @param signedAt when
     */
    @Schema(name = "SignedManifest")
    public record ManifestView(
            int place,
            String sha256,

            @Schema(implementation = Object[].class) JsonNode files,
            UUID keyId,
            Instant signedAt) {}

    /**
     * A scan of a honey code.
     *
     * @param id its id
     * @param lot the lot
     * @param serial the code's serial
     * @param recipient whose copy has leaked
     * @param at when it was scanned first
     */
    @Schema(name = "Incident")
    public record IncidentView(
            UUID id,
            @Schema(examples = "0C1S") String lot,
            int serial,
            @Schema(examples = "Golden Press") String recipient,
            Instant at) {
        static IncidentView of(Row row) {
            return new IncidentView(
                    row.getUUID("id"),
                    new LotNumber(row.getInteger("lot")).text(),
                    row.getInteger("serial"),
                    row.getString("recipient"),
                    row.getOffsetDateTime("happened_at").toInstant());
        }
    }

    /**
     * The custody of a lot.
     *
     * @param copies who has it
     * @param manifests what was written for them
     * @param incidents the honey codes that were scanned, at most 200
     */
    @Schema(name = "Custody")
    public record CustodyView(List<CopyView> copies, List<ManifestView> manifests, List<IncidentView> incidents) {}
}
