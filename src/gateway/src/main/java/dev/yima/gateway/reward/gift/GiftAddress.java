package dev.yima.gateway.reward.gift;

import dev.yima.gateway.platform.http.PlainText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The postal address of a gift.
 *
 * @param name the name of the recipient
 * @param phone the number that the carrier calls: 5 to 20 digits, with spaces, dashes and a plus
 * @param address the whole postal address
 */
@Schema(name = "Address")
public record GiftAddress(
        @NotNull @PlainText @Schema(examples = "Li Lei") String name,

        @NotNull @Pattern(regexp = "\\+?[0-9 -]{5,20}") @Schema(examples = "13800138000")
        String phone,

        @NotNull @PlainText @Schema(examples = "1 Renmin Road, Hangzhou")
        String address) {}
