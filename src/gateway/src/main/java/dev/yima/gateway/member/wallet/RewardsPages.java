package dev.yima.gateway.member.wallet;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Renders the page of a visitor's rewards. */
@ApplicationScoped
class RewardsPages {
    private final MemberWallet wallet;
    private final BrandRepository brands;
    private final PageRenderer pages;
    private final VisitorRequests visitors;

    RewardsPages(MemberWallet wallet, BrandRepository brands, PageRenderer pages, VisitorRequests visitors) {
        this.wallet = wallet;
        this.brands = brands;
        this.pages = pages;
        this.visitors = visitors;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance rewards(
                PageLayout shell, MemberWallet.Contents wallet, MemberWallet.@Nullable Entry entry, String formToken);
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
                    .flatMap(
                            empty -> pages.page(200, locale, null, shell -> Templates.rewards(shell, empty, null, "")));
        }
        return Uni.combine()
                .all()
                .unis(brands.find(visitor.brand()), wallet.of(visitor))
                .asTuple()
                .flatMap(found -> pages.page(
                        status,
                        locale,
                        found.getItem1(),
                        shell -> Templates.rewards(shell, found.getItem2(), entry, visitors.formToken(visitor))));
    }
}
