package dev.yima.gateway.member.wallet;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.campaign.publication.CampaignReader;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.member.MemberRepository;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Renders the page of a visitor's rewards. */
@ApplicationScoped
class RewardsPages {
    private static final int SETS_MAX = 5;

    private final MemberWallet wallet;
    private final BrandRepository brands;
    private final PageRenderer pages;
    private final VisitorRequests visitors;
    private final CampaignReader campaigns;
    private final Claims.Sets sets;
    private final Duration readWithin;

    RewardsPages(
            MemberWallet wallet,
            BrandRepository brands,
            PageRenderer pages,
            VisitorRequests visitors,
            CampaignReader campaigns,
            Claims.Sets sets,
            YimaConfig config) {
        this.wallet = wallet;
        this.brands = brands;
        this.pages = pages;
        this.visitors = visitors;
        this.campaigns = campaigns;
        this.sets = sets;
        this.readWithin = config.limits().readWithin();
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance rewards(
                PageLayout shell,
                MemberWallet.Contents wallet,
                List<Claims.SetProgress> sets,
                MemberWallet.@Nullable Entry entry,
                String formToken);
    }

    /**
     * The page.
     *
     * @param status the HTTP status
     * @param entry an address that was refused; null for none
     */
    Uni<WebPage> page(Visitor visitor, int status, MemberWallet.@Nullable Entry entry, Locale locale) {
        if (!visitor.known() || visitor.brand() == null) {
            return wallet.of(visitor)
                    .flatMap(empty -> pages.page(
                            200, locale, null, shell -> Templates.rewards(shell, empty, List.of(), null, "")));
        }
        return Uni.combine()
                .all()
                .unis(brands.find(visitor.brand()), wallet.of(visitor))
                .asTuple()
                .flatMap(found -> setsInTime(found.getItem2())
                        .flatMap(started -> pages.page(
                                status,
                                locale,
                                found.getItem1(),
                                shell -> Templates.rewards(
                                        shell, found.getItem2(), started, entry, visitors.formToken(visitor)))));
    }

    /** None while the database does not tell them in time: the rest of the page is worth more. */
    private Uni<List<Claims.SetProgress>> setsInTime(MemberWallet.Contents contents) {
        return sets(contents).ifNoItem().after(readWithin).fail().onFailure().recoverWithItem(List.of());
    }

    /** The progress with the sets whose pieces are in a wallet; in turn, since a page is not worth five connections. */
    private Uni<List<Claims.SetProgress>> sets(MemberWallet.Contents contents) {
        UUID member = contents.member();
        if (member == null) {
            return Uni.createFrom().item(List.of());
        }
        return Multi.createFrom()
                .iterable(contents.rewards().stream()
                        .filter(won -> won.reward().kind() == PrizeKind.PIECE)
                        .map(MemberRepository.MemberReward::campaign)
                        .distinct()
                        .limit(SETS_MAX)
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(campaigns::find)
                .flatMap(campaign -> Multi.createFrom().items(campaign.stream()))
                .onItem()
                .transformToUniAndConcatenate(
                        campaign -> sets.of(member, campaign.terms().rules()))
                .collect()
                .asList();
    }
}
