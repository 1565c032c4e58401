package dev.yima.gateway.partnerapp;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.partner.people.InvitationService.Offer;
import dev.yima.gateway.partnerapp.PartnerScanView.Outcome;
import dev.yima.gateway.partnerapp.action.PartnerItem;
import dev.yima.gateway.partnerapp.action.PartnerItemReader;
import dev.yima.gateway.platform.config.YimaConfig;
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

/** Renders the pages of employees of dealers and stores. */
@ApplicationScoped
public class PartnerScanPages implements EmployeePages {
    private final PartnerItemReader items;
    private final PartnerDashboard dashboard;
    private final GoodsReader goods;
    private final BrandRepository brands;
    private final PageRenderer pages;
    private final Duration readWithin;

    PartnerScanPages(
            PartnerItemReader items,
            PartnerDashboard dashboard,
            GoodsReader goods,
            BrandRepository brands,
            PageRenderer pages,
            YimaConfig config) {
        this.items = items;
        this.dashboard = dashboard;
        this.goods = goods;
        this.brands = brands;
        this.pages = pages;
        this.readWithin = config.limits().readWithin();
    }

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance partnerScan(PageLayout shell, PartnerScanView view);

        static native TemplateInstance stranger(PageLayout shell);

        static native TemplateInstance join(PageLayout shell, @Nullable Offer offer, Reply reply);
    }

    /** The page of a code for an employee; empty for everybody else, and when that is not known in time. */
    @Override
    public Uni<Optional<WebPage>> pageOf(EmployeeRequest request, String code, Locale locale) {
        if (!request.person().known()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return items.read(request, code)
                .flatMap(item -> page(met(request, item), Outcome.NONE, item, locale))
                .map(Optional::of)
                .ifNoItem()
                .after(readWithin)
                .recoverWithItem(Optional::empty)
                .onFailure()
                .recoverWithItem(Optional::empty);
    }

    /** The page after something was asked for with a code. */
    Uni<WebPage> after(EmployeeRequest request, String code, Uni<Outcome> asked, Locale locale) {
        return said(asked)
                .flatMap(said -> items.read(request, code)
                        .onFailure(failure -> ActionNotice.of(failure).isPresent())
                        .recoverWithNull()
                        .flatMap(item -> item == null
                                ? home(request, null, there -> Uni.createFrom().item(said), locale)
                                : page(met(request, item), said, item, locale)));
    }

    /**
     * The page without a code in hand.
     *
     * @param brand the brand to meet; null for any for which the employee works
     * @param asked the act that was asked for, given the request at that brand
     */
    Uni<WebPage> home(
            EmployeeRequest request,
            @Nullable UUID brand,
            Function<EmployeeRequest, Uni<Outcome>> asked,
            Locale locale) {
        return dashboard
                .at(request, brand)
                .flatMap(there -> said(Uni.createFrom().deferred(() -> asked.apply(there)))
                        .flatMap(said -> page(there, said, null, locale)))
                .onFailure(PartnerScanPages::isNoPartner)
                .recoverWithUni(() -> stranger(locale));
    }

    /**
     * Reply of an invitation's page.
     *
     * @param token the invitation's token
     * @param note the notice; null for none
     * @param name the name that was entered, to be corrected; empty for none
     * @param choosesPin whether the person chooses a PIN; otherwise they have one
     */
    record Reply(String token, @Nullable ActionNotice note, String name, boolean choosesPin) {}

    /** The page of an invitation; without its form when it is over. */
    Uni<WebPage> invitation(Optional<Offer> offer, Reply reply, Locale locale) {
        if (offer.isEmpty()) {
            Reply over = new Reply(reply.token, ActionNotice.INVITATION_OVER, "", false);
            return pages.page(404, locale, null, shell -> Templates.join(shell, null, over));
        }
        ActionNotice note = reply.note;
        Offer shown = note == ActionNotice.INVITATION_OVER ? null : offer.get();
        boolean isInvalid = note == ActionNotice.INVALID_NAME || note == ActionNotice.INVALID_PIN;
        int status = note == null || note == ActionNotice.NO_COOKIES ? 200 : isInvalid ? 400 : 409;
        return brands.find(offer.get().brand())
                .flatMap(brand -> pages.page(status, locale, brand, shell -> Templates.join(shell, shown, reply)));
    }

    /** The outcome of an act; a refusal is one, too. */
    static Uni<Outcome> said(Uni<Outcome> asked) {
        return asked.onFailure(failure -> ActionNotice.of(failure).isPresent())
                .recoverWithItem(failure -> Outcome.of(ActionNotice.of(failure).orElseThrow()));
    }

    private Uni<WebPage> page(EmployeeRequest request, Outcome said, @Nullable PartnerItem item, Locale locale) {
        Uni<Optional<GoodsView>> view = item == null
                ? Uni.createFrom().item(Optional.empty())
                : goods.view(item).map(Optional::of);
        return dashboard
                .self(request)
                .flatMap(self -> Uni.combine()
                        .all()
                        .unis(brands.find(self.brandId()), view)
                        .asTuple()
                        .flatMap(found -> {
                            PartnerScanView content = new PartnerScanView(
                                    self, said, found.getItem2().orElse(null), symbols(item));
                            return pages.page(
                                    said.status(),
                                    locale,
                                    found.getItem1(),
                                    shell -> Templates.partnerScan(shell, content));
                        }))
                .onFailure(PartnerScanPages::isNoPartner)
                .recoverWithUni(() -> stranger(locale));
    }

    private static boolean isNoPartner(Throwable failure) {
        return ActionNotice.of(failure)
                .filter(ActionNotice.NOT_A_PARTNER::equals)
                .isPresent();
    }

    private Uni<WebPage> stranger(Locale locale) {
        return pages.page(403, locale, null, Templates::stranger);
    }

    private static String symbols(@Nullable PartnerItem item) {
        return item == null ? "" : item.lot().codec().code(item.code().serial()).text();
    }

    /** The request at the brand of the code, whichever brand was met last. */
    private static EmployeeRequest met(EmployeeRequest request, PartnerItem item) {
        return request.meets(item.lot().brand().id());
    }
}
