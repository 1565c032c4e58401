/** The rendering of HTML pages and their frame; knows brands, not the content of any page. */
@NullMarked
package dev.yima.gateway.brand.page;

import org.jspecify.annotations.NullMarked;
