package dev.yima.gateway.partnerapp;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.partner.people.InvitationService.Offer;
import dev.yima.gateway.partnerapp.PartnerScanView.Said;
import dev.yima.gateway.scan.page.EmployeePages;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the pages of those who work at dealers and stores. */
@ApplicationScoped
public class PartnerScanPages implements EmployeePages {
    /** How long the page of a code waits to learn whether it is for somebody who sells it. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(1);

    private final PartnerScanFlow flow;
    private final PartnerDashboard workplace;
    private final BrandRepository brands;
    private final PageRenderer pages;

    PartnerScanPages(PartnerScanFlow flow, PartnerDashboard workplace, BrandRepository brands, PageRenderer pages) {
        this.flow = flow;
        this.workplace = workplace;
        this.brands = brands;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance counter(PageLayout shell, PartnerScanView view);

        static native TemplateInstance stranger(PageLayout shell);

        static native TemplateInstance join(
                PageLayout shell, @Nullable Offer offer, @Nullable ActionNotice note, String token);
    }

    /** The page of a code for whoever sells it; empty for everybody else, and while that cannot be told. */
    @Override
    public Uni<Optional<WebPage>> pageOf(EmployeeRequest counter, String code, Locale locale) {
        if (!counter.person().known()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return flow.read(counter, code)
                .flatMap(item -> page(met(counter, item), Said.NOTHING, item, locale))
                .map(Optional::of)
                .ifNoItem()
                .after(KNOWN_WITHIN)
                .recoverWithItem(Optional::empty)
                .onFailure()
                .recoverWithItem(Optional::empty);
    }

    /** The page after something was asked for with a code. */
    Uni<WebPage> after(EmployeeRequest counter, String code, Uni<Said> asked, Locale locale) {
        return said(asked)
                .flatMap(said -> flow.read(counter, code)
                        .onFailure(failure -> ActionNotice.of(failure).isPresent())
                        .recoverWithNull()
                        .flatMap(item -> item == null
                                ? home(counter, null, there -> Uni.createFrom().item(said), locale)
                                : page(met(counter, item), said, item, locale)));
    }

    /**
     * The page without a code in hand.
     *
     * @param brand where the person works; null for wherever they do
     * @param asked does what was asked for, there
     */
    Uni<WebPage> home(
            EmployeeRequest counter, @Nullable UUID brand, Function<EmployeeRequest, Uni<Said>> asked, Locale locale) {
        return workplace
                .at(counter, brand)
                .flatMap(there -> said(Uni.createFrom().deferred(() -> asked.apply(there)))
                        .flatMap(said -> page(there, said, null, locale)))
                .onFailure(PartnerScanPages::isStrangers)
                .recoverWithUni(() -> stranger(locale));
    }

    /** The page of an invitation; without its form when that would be of no use any more. */
    Uni<WebPage> invitation(Optional<Offer> offer, @Nullable ActionNotice note, String token, Locale locale) {
        if (offer.isEmpty()) {
            return pages.page(
                    404, locale, null, shell -> Templates.join(shell, null, ActionNotice.INVITATION_OVER, token));
        }
        Offer shown = note == ActionNotice.INVITATION_OVER ? null : offer.get();
        int status = note == null ? 200 : note == ActionNotice.INVALID_NAME ? 400 : 409;
        return brands.find(offer.get().brand())
                .flatMap(
                        brand -> pages.page(status, locale, brand, shell -> Templates.join(shell, shown, note, token)));
    }

    private static Uni<Said> said(Uni<Said> asked) {
        return asked.onFailure(failure -> ActionNotice.of(failure).isPresent())
                .recoverWithItem(failure -> Said.of(ActionNotice.of(failure).orElseThrow()));
    }

    private Uni<WebPage> page(EmployeeRequest counter, Said said, PartnerScanFlow.@Nullable Item item, Locale locale) {
        Uni<Optional<GoodsView>> goods = item == null
                ? Uni.createFrom().item(Optional.empty())
                : workplace.goods(item).map(Optional::of);
        return workplace
                .self(counter)
                .flatMap(self -> Uni.combine()
                        .all()
                        .unis(brands.find(self.brandId()), goods)
                        .asTuple()
                        .flatMap(found -> {
                            PartnerScanView view = new PartnerScanView(
                                    self, said, found.getItem2().orElse(null), symbols(item));
                            int status = said.note() == null || said.note().good() ? 200 : 409;
                            return pages.page(
                                    status, locale, found.getItem1(), shell -> Templates.counter(shell, view));
                        }))
                .onFailure(PartnerScanPages::isStrangers)
                .recoverWithUni(() -> stranger(locale));
    }

    private static boolean isStrangers(Throwable failure) {
        return ActionNotice.of(failure)
                .filter(ActionNotice.NOT_A_PARTNER::equals)
                .isPresent();
    }

    private Uni<WebPage> stranger(Locale locale) {
        return pages.page(403, locale, null, Templates::stranger);
    }

    private static String symbols(PartnerScanFlow.@Nullable Item item) {
        return item == null ? "" : item.lot().codec().code(item.code().serial()).text();
    }

    /** A code says which brand it is about, whichever they met last. */
    private static EmployeeRequest met(EmployeeRequest counter, PartnerScanFlow.Item item) {
        return counter.meets(item.lot().brand().id());
    }
}
