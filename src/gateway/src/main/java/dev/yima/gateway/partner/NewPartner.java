package dev.yima.gateway.partner;

import dev.yima.engine.place.Region;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Request to add or to change a partner.
 *
 * @param kind dealer or store; can never be changed
 * @param name its name
 * @param dealerId of a store: the dealer that supplies it
 * @param territory of a dealer: the territory of its goods, six-digit codes of GB/T 2260; left out, everywhere
 */
public record NewPartner(
        @NotNull @Schema(examples = "STORE") PartnerKind kind,

        @NotNull @PlainText @Schema(examples = "Corner shop, Renmin Road")
        String name,

        @Nullable UUID dealerId,

        @Nullable @Size(max = NewPartner.TERRITORY_MAX) @Schema(examples = "[]")
        List<@NotNull String> territory) {
    /** The most codes of a territory; mainland China has some 3,000 counties. */
    static final int TERRITORY_MAX = 500;

    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final int PROVINCE_DIGITS = 2;

    /** The territory, sorted; fails with a problem on the field that is invalid. */
    List<String> checked() {
        List<String> codes = territory == null ? List.of() : territory;
        if (kind == PartnerKind.STORE && !codes.isEmpty()) {
            throw Problem.invalid("territory", "must be left out for a STORE");
        }
        if (kind == PartnerKind.DEALER && dealerId != null) {
            throw Problem.invalid("dealerId", "must be left out for a DEALER");
        }
        for (int n = 0; n < codes.size(); n++) {
            if (!isCode(codes.get(n))) {
                throw Problem.invalid("territory[" + n + "]", "must be a six-digit code of GB/T 2260");
            }
        }
        return codes.stream().distinct().sorted().toList();
    }

    private static boolean isCode(String code) {
        if (!CODE.matcher(code).matches()) {
            return false;
        }
        try {
            return Region.of(code.substring(0, PROVINCE_DIGITS) + "0000") != Region.ABROAD;
        } catch (IllegalArgumentException noProvince) {
            return false;
        }
    }
}
