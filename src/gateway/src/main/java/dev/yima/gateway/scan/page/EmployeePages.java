package dev.yima.gateway.scan.page;

import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Optional;

/** The page of a code for a partner's employees, in place of the one for consumers. */
public interface EmployeePages {
    /**
     * Makes the page of a code for somebody who may handle it at a partner.
     *
     * @param employee the request
     * @param code the text that was typed or scanned
     * @param locale the language of the page
     * @return empty when they are a consumer to this code; never fails
     */
    Uni<Optional<WebPage>> pageOf(EmployeeRequest employee, String code, Locale locale);
}
