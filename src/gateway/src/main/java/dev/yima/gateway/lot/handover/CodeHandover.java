package dev.yima.gateway.lot.handover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.db.Rows;
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

/** The requests and answers of code handovers: copies of a lot's codes, their manifests, and leaks. */
public final class CodeHandover {
    private static final int HONEYS_MAX = 256;
    private static final int COPIES_MAX = 16;
    private static final int MANIFEST_MAX = 60_000;

    private CodeHandover() {}

    /** The encryption of a copy. */
    public enum Encryption {
        /** To the recipient's age public key. */
        AGE,
        /** With a passphrase that the recipient knows. */
        PASSPHRASE,
        /** None. */
        NONE
    }

    /**
     * A change of a brand's handover policy.
     *
     * @param plainCopies whether they may be written into files that anybody can read
     */
    @Schema(name = "CustodyPolicy")
    public record Policy(
            @NotNull @Schema(examples = "false") Boolean plainCopies) {}

    /**
     * A brand's handover policy.
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
     * @param recipient its recipient; empty for the brand itself
     * @param encryption its encryption
     * @param honeys the number of honey codes: in this copy alone, and on no goods; 0 unless given
     * @param mixed whether those are scattered among the others, instead of the last ones; false unless given
     */
    public record NewCopy(
            @NotNull @Size(max = 100) @Pattern(regexp = "\\P{Cntrl}*") String recipient,

            @NotNull Encryption encryption,
            @Nullable @Min(0) @Max(HONEYS_MAX) Integer honeys,
            @Nullable Boolean mixed) {
        /** The number of honey codes. */
        int honeysOrNone() {
            return honeys == null ? 0 : honeys;
        }

        /** Whether the honey codes are scattered among the others. */
        boolean isMixed() {
            return Boolean.TRUE.equals(mixed);
        }

        /** The action's name in the audit log. */
        String auditWord() {
            return encryption == Encryption.NONE ? "lot.copy.plain" : "lot.copy";
        }

        /** Whether a stored copy is the same. */
        boolean isSameAs(Row made) {
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
     * @param recipient its recipient; empty for the brand itself
     * @param encryption its encryption
     * @param honeys the serials of its honey codes, which no other copy has
     * @param mixed whether those are scattered among the others
     * @param madeAt the time when it was named
     */
    @Schema(name = "Copy")
    public record CopyView(
            int place,
            @Schema(examples = "Golden Press") String recipient,
            Encryption encryption,
            List<Integer> honeys,
            boolean mixed,
            Instant madeAt) {
        /** The copy of a row. */
        static CopyView of(Row row) {
            return new CopyView(
                    row.getInteger("place"),
                    row.getString("recipient"),
                    Encryption.valueOf(row.getString("encryption")),
                    Arrays.asList(row.getArrayOfIntegers("honeys")),
                    row.getBoolean("mixed"),
                    Rows.instant(row, "made_at"));
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
     * A manifest that was signed.
     *
     * @param place the place of its copy
     * @param sha256 the checksum of the manifest, in hex
     * @param files name, sha256 and rows of each file
     * @param keyId the staff key that asked for the signature
     * @param signedAt the time of the signature
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
     * @param recipient the recipient whose copy has leaked
     * @param at the time of its first scan
     */
    @Schema(name = "Incident")
    public record IncidentView(
            UUID id,
            @Schema(examples = "0C1S") String lot,
            int serial,
            @Schema(examples = "Golden Press") String recipient,
            Instant at) {
        /** The incident of a row. */
        static IncidentView of(Row row) {
            return new IncidentView(
                    row.getUUID("id"),
                    new LotNumber(row.getInteger("lot")).text(),
                    row.getInteger("serial"),
                    row.getString("recipient"),
                    Rows.instant(row, "happened_at"));
        }
    }

    /**
     * The handovers of a lot.
     *
     * @param copies its copies
     * @param manifests the manifests that were signed for them
     * @param incidents the honey codes that were scanned, at most 200
     */
    @Schema(name = "Custody")
    public record CustodyView(List<CopyView> copies, List<ManifestView> manifests, List<IncidentView> incidents) {}
}
